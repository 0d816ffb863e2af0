import type { KubeObject } from "@sortie/kube";
import type { ParsedText, PlacedValue, TextProblem } from "./placed-value.ts";

type PlacedObject = { object: KubeObject; line: number };

/** What a text held. `notes` are documents that are something else than Kubernetes objects, which is no fault. */
export type FoundObjects = { objects: PlacedObject[]; notes: TextProblem[]; problems: TextProblem[] };

/** Objects nested deeper, or with more values, are no Kubernetes objects: etcd refuses more than 1.5 MiB. */
const maxDepth = 100;
const maxValues = 200_000;
/** One scan reads at most this many. */
export const maxObjects = 100_000;
/** A List in a List in an array happens; more is a mistake. */
const maxListDepth = 5;

/** Finds the Kubernetes objects in parsed documents. Lists and arrays are opened, one inside another too. */
export function kubernetesObjects({ values, problems }: ParsedText): FoundObjects {
  const found: FoundObjects = { objects: [], notes: [], problems: [...problems] };
  for (const placed of values) addObjects(placed, found, 0);
  return found;
}

function addObjects({ value, line, lineOf }: PlacedValue, found: FoundObjects, depth: number): void {
  if (value === null || value === undefined) return;
  const list = listOf(value);
  if (list && depth < maxListDepth) {
    for (const [index, item] of list.entries()) {
      if (found.objects.length >= maxObjects) break;
      const itemLine = lineOf(index);
      addObjects({ value: item, line: itemLine, lineOf: () => itemLine }, found, depth + 1);
    }
    return;
  }
  const lack = lackOf(value);
  if (lack !== undefined) found.notes.push({ line, message: lack });
  else if (isTooLarge(value)) {
    const message = `expected an object with at most ${maxDepth} levels and ${maxValues} values`;
    found.problems.push({ line, message });
  } else found.objects.push({ object: value as KubeObject, line });
}

/** Elements of an array or of a List object. Items of a typed list (`PodList`) may leave out what the list says. */
function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isRecord(value) || !Array.isArray(value.items) || typeof value.kind !== "string") return undefined;
  if (!value.kind.endsWith("List")) return undefined;
  const items: unknown[] = value.items;
  const kind = value.kind.slice(0, -"List".length);
  if (kind === "") return items;
  return items.map((item) => (isRecord(item) ? { apiVersion: value.apiVersion, kind, ...item } : item));
}

function lackOf(value: unknown): string | undefined {
  if (!isRecord(value)) return `it is ${typeof value === "string" ? "text" : `a ${typeof value}`}`;
  const missing = ["apiVersion", "kind"].filter((field) => typeof value[field] !== "string" || value[field] === "");
  if (missing.length > 0) return `it has no ${missing.join(" and no ")}`;
  const { metadata } = value;
  if (!isRecord(metadata)) return "it has no metadata";
  const named = typeof metadata.name === "string" || typeof metadata.generateName === "string";
  return named ? undefined : "it has no metadata.name";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Walks without recursion, and stops as soon as the answer is known: aliases make a small text a huge value. */
function isTooLarge(root: unknown): boolean {
  const open: [value: unknown, depth: number][] = [[root, 0]];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value !== "object" || value === null) continue;
    const children = Object.values(value);
    seen += children.length;
    if (depth >= maxDepth || seen > maxValues) return true;
    for (const child of children) open.push([child, depth + 1]);
  }
  return false;
}
