import { JobError } from "@sortie/process/job-error";
import type { ConfigTarget, ControlDefinition, FrameworkDefinition } from "@sortie/wire";
import type { Library, Rule } from "../library/library.ts";
import { isInVersion } from "./rule-versions.ts";
import { isInScope, type Scope } from "./scope.ts";

/** What a request means: the controls to judge, in order of their IDs, and the rules that answer them, each once. */
export type Selected = { frameworks: FrameworkDefinition[]; controls: ControlDefinition[]; rules: Rule[] };

/**
 * Finds what a request names in the library; nothing named means every control. Frameworks and controls that make no
 * sense for the scope are left out.
 *
 * @throws JobError `invalid_input` naming what is not known and listing what is.
 */
export function selectControls(
  library: Library,
  wanted: Pick<ConfigTarget, "frameworks" | "controls">,
  scope: Scope,
): Selected {
  const frameworks = wanted.frameworks
    .map((name) => find("framework", name, library.frameworks, (framework) => framework.name))
    .filter((framework) => fits(framework, scope));
  const named = wanted.controls.map((id) => find("control", id, library.controls, (control) => control.id));
  const isEverything = wanted.frameworks.length === 0 && wanted.controls.length === 0;
  const ids = new Set([...frameworks.flatMap(({ controls }) => controls), ...named.map(({ id }) => id)]);
  const renamed = Object.assign({}, ...frameworks.map(({ controlNames }) => controlNames)) as Record<string, string>;
  const controls = library.controls
    .filter((control) => (isEverything || ids.has(control.id)) && fits(control, scope))
    .map((control) => ({ ...control, name: renamed[control.id] ?? control.name }));
  return withRules(library, frameworks, controls);
}

/** A control whose rules are all of other versions is left out, unless it only asks for a review by hand. */
function withRules(library: Library, frameworks: FrameworkDefinition[], controls: ControlDefinition[]): Selected {
  const rules = new Map<string, Rule>();
  const kept = controls.flatMap((control) => {
    const own = control.rules
      .map((name) => library.rules.get(name))
      .filter((rule) => rule !== undefined && isInVersion(rule));
    for (const rule of own) if (rule) rules.set(rule.name, rule);
    if (own.length === 0 && control.actionRequired !== "manual review") return [];
    return [{ ...control, rules: own.flatMap((rule) => rule?.name ?? []) }];
  });
  return { frameworks, controls: kept, rules: [...rules.values()] };
}

/** Controls that need a review by hand belong to every scan, as in Kubescape. */
function fits(one: { scanningScope: string[]; actionRequired?: string | undefined }, scope: Scope): boolean {
  return isInScope(one.scanningScope, scope) || one.actionRequired === "manual review";
}

function find<T>(what: string, name: string, all: T[], nameOf: (one: T) => string): T {
  const found = all.find((one) => nameOf(one).toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = all.map(nameOf).join(", ");
  throw new JobError("invalid_input", `unknown ${what} "${name}"; known: ${known}`, { retry: false });
}
