import type { KubeObject } from "@sortie/kube";
import { isRecord, maskedObject } from "@sortie/wire/plain";
import { type ManifestObject, manifestObject, nameIn } from "./manifest-object.ts";
import type { PlacedValue, TextProblem } from "./placed-value.ts";
import type { TextStore } from "./text-store.ts";

type PlacedObject = { object: ManifestObject; line: number };

/** What goes on while a text is read. */
export type During = {
  /**
   * Told of each object that is found; whether it counts is known only when all are read. `tree` is the object's JSON as
   * values, where they are there already: they are not looked at again by who gives them.
   */
  onObject?: ((object: ManifestObject, tree: KubeObject | undefined) => void) | undefined;
  /** Keeps what a report shows of each object, for a format that shows all of them. */
  masked?: TextStore | undefined;
  /** Called between two objects or documents, so that others get their turn. Rejects when nobody wants to go on. */
  pause: () => Promise<void>;
};

/** What a text holds. `notes` are documents that are something else than Kubernetes objects, which is no fault. */
export type FoundObjects = {
  objects: PlacedObject[];
  notes: TextProblem[];
  problems: TextProblem[];
  /** Lines of keys that their mapping has before. */
  repeatedKeys: number[];
  /** There is nothing in the text, or `null`. */
  isEmpty: boolean;
} & Pick<During, "onObject" | "masked">;

/** Objects nested deeper, or with more values, are no Kubernetes objects: etcd refuses more than 1.5 MiB. */
const maxDepth = 100;
const maxValues = 200_000;
/** One scan reads at most this many. */
export const maxObjects = 100_000;
/** A List in a List in an array happens; more is a mistake. */
const maxListDepth = 5;

export function noObjects({ onObject, masked }: Pick<During, "onObject" | "masked"> = {}): FoundObjects {
  return { objects: [], notes: [], problems: [], repeatedKeys: [], isEmpty: true, onObject, masked };
}

/** What items of a list may leave out because the list says it: items of a `PodList` are Pods. */
type ItemType = { apiVersion?: unknown; kind?: string };

/** Undefined for what is no list: neither an array nor a List object. */
export function itemTypeOf(value: unknown): ItemType | undefined {
  if (Array.isArray(value)) return {};
  if (!isRecord(value) || !Array.isArray(value.items) || typeof value.kind !== "string") return undefined;
  if (!value.kind.endsWith("List")) return undefined;
  const kind = value.kind.slice(0, -"List".length);
  return kind === "" ? {} : { apiVersion: value.apiVersion, kind };
}

/** Adds the Kubernetes objects of a value. Lists and arrays are opened, one inside another too. */
export function addObjects(placed: PlacedValue, found: FoundObjects, depth = 0): void {
  const { value, lineOf } = placed;
  if (value === null || value === undefined) return;
  found.isEmpty = false;
  const itemType = depth < maxListDepth ? itemTypeOf(value) : undefined;
  if (itemType === undefined) {
    addObject(placed, found);
    return;
  }
  for (const [index, item] of itemsOf(value).entries()) {
    if (found.objects.length >= maxObjects) break;
    addItem({ value: item, line: lineOf(index) }, itemType, found, depth + 1);
  }
}

/** Adds the objects of one item of a list. */
export function addItem(
  { value, line, json }: Omit<PlacedValue, "lineOf">,
  { apiVersion, kind }: ItemType,
  found: FoundObjects,
  depth = 1,
): void {
  const isWhole = kind === undefined || !isRecord(value) || ("apiVersion" in value && "kind" in value);
  const placed = isWhole ? { value, json } : { value: { apiVersion, kind, ...value } };
  addObjects({ ...placed, line, lineOf: () => line }, found, depth);
}

function itemsOf(list: unknown): unknown[] {
  return Array.isArray(list) ? list : (list as { items: unknown[] }).items;
}

function addObject({ value, line, json }: PlacedValue, found: FoundObjects): void {
  const lack = lackOf(value);
  if (lack !== undefined) found.notes.push({ line, message: lack });
  else if (!isWithinLimits(value)) {
    const message = `expected an object with at most ${maxDepth} levels and ${maxValues} values`;
    found.problems.push({ line, message });
  } else {
    const object = named(value as KubeObject, json);
    // Who is told of the object may change its values.
    object.masked = found.masked?.keep(JSON.stringify(maskedObject(value as KubeObject)));
    found.objects.push({ object, line });
    found.onObject?.(object, object.json === json ? (value as KubeObject) : undefined);
  }
}

function named(object: KubeObject, json: Buffer | undefined): ManifestObject {
  const { name, generateName } = object.metadata ?? {};
  if (name !== undefined || typeof generateName !== "string") return manifestObject(object, json);
  return manifestObject({ ...object, metadata: { ...object.metadata, name: nameIn({ generateName }) } });
}

function lackOf(value: unknown): string | undefined {
  if (!isRecord(value)) return `it is ${typeof value === "string" ? "text" : `a ${typeof value}`}`;
  const missing = ["apiVersion", "kind"].filter((field) => typeof value[field] !== "string" || value[field] === "");
  if (missing.length > 0) return `it has no ${missing.join(" and no ")}`;
  const { metadata } = value;
  if (!isRecord(metadata)) return "it has no metadata";
  const isNamed = typeof metadata.name === "string" || typeof metadata.generateName === "string";
  if (isNamed) return undefined;
  // YAML reads `name: 7` and `name: on` as something else than text.
  const isMeant = typeof metadata.name === "number" || typeof metadata.name === "boolean";
  return isMeant
    ? `its metadata.name, ${String(metadata.name)}, is no text; in quotes it is`
    : "it has no metadata.name";
}

/** Stops as soon as the answer is known: aliases make a small text a huge value. */
function isWithinLimits(root: unknown): boolean {
  let left = maxValues;
  const isWithin = (value: unknown, depth: number): boolean => {
    if (typeof value !== "object" || value === null) return true;
    if (depth >= maxDepth) return false;
    const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
    left -= children.length;
    return left >= 0 && children.every((child) => isWithin(child, depth + 1));
  };
  return isWithin(root, 0);
}
