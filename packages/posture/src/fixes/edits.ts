import type { RulePath, ScannedControl } from "@sortie/wire";

/** One change that a rule asks for. `look` is a place where only a person can tell what is right. */
export type Advice =
  | { type: "set"; path: string; value: string }
  | { type: "remove"; path: string }
  | { type: "look"; path: string }
  | { type: "run"; command: string }
  /** A control that names no place in the object. */
  | { type: "explain" };

/** A change, and the failed controls that ask for it, in their order. */
export type Edit = { advice: Advice; controls: ScannedControl[] };

type Wish = { advice: Advice; control: ScannedControl };

/**
 * The changes that a resource needs, in the order of its controls. Controls overlap, and a rule names a wrong place as failed
 * and often once more with the value that belongs there or as something to delete: about one place the most exact advice is
 * kept, and with it everyone who asked.
 */
export function editsOf(controls: readonly ScannedControl[]): Edit[] {
  const places = new Map<string, Wish[]>();
  for (const control of controls.filter(({ status }) => status.status === "failed")) {
    for (const advice of adviceOf(control)) {
      const place = placeOf(advice, control);
      places.set(place, [...(places.get(place) ?? []), { advice, control }]);
    }
  }
  return [...places.values()].flatMap(editsOfPlace);
}

const exactness: Record<Advice["type"], number> = { set: 3, remove: 2, look: 1, run: 0, explain: 0 };

/** Usually one. Where controls want different values in one place, each value is an edit of its own. */
function editsOfPlace(wishes: Wish[]): Edit[] {
  const best = Math.max(...wishes.map(({ advice }) => exactness[advice.type]));
  const edits = new Map<string, Edit>();
  for (const { advice } of wishes.filter(({ advice }) => exactness[advice.type] === best)) {
    edits.set(wantedValue(advice), { advice, controls: [] });
  }
  const [first] = edits.values();
  for (const { advice, control } of wishes) {
    const edit = (exactness[advice.type] === best ? edits.get(wantedValue(advice)) : undefined) ?? first;
    if (edit && !edit.controls.includes(control)) edit.controls.push(control);
  }
  return [...edits.values()];
}

function placeOf(advice: Advice, control: ScannedControl): string {
  if (advice.type === "explain") return `control ${control.controlID}`;
  return advice.type === "run" ? `command ${advice.command}` : `path ${advice.path}`;
}

function wantedValue(advice: Advice): string {
  return advice.type === "set" ? advice.value : "";
}

function adviceOf({ rules }: ScannedControl): Advice[] {
  const failed = (rules ?? []).filter(({ status }) => status.status !== "passed");
  const advice = failed.flatMap(({ paths }) => paths ?? []).flatMap(adviceOfPath);
  return advice.length === 0 ? [{ type: "explain" }] : advice;
}

function adviceOfPath({ failedPath, deletePath, reviewPath, fixPath, fixPathValue, fixCommand }: RulePath): Advice[] {
  const advice: Advice[] = [];
  if (fixPath) advice.push({ type: "set", path: fixPath, value: fixPathValue });
  if (deletePath) advice.push(removal(deletePath));
  for (const path of [failedPath, reviewPath]) if (path) advice.push({ type: "look", path });
  if (fixCommand) advice.push({ type: "run", command: fixCommand });
  return advice;
}

/** Where it does not say `automountServiceAccountToken`, Kubernetes mounts the token: to take `true` away changes nothing. */
function removal(path: string): Advice {
  return /(^|\.)automountServiceAccountToken$/.test(path)
    ? { type: "set", path, value: "false" }
    : { type: "remove", path };
}
