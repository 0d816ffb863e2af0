import { BuiltinFailure } from "../../builtins/define.ts";
import { fromYaml } from "../../builtins/yaml.ts";
import type { Location } from "../../errors.ts";
import type { Term } from "../../syntax/ast.ts";
import { ParseError } from "../../syntax/parse-error.ts";
import { parseTerm } from "../../syntax/parse-module.ts";
import type { Value } from "../../values/value.ts";
import type { Annotation, SchemaAnnotation } from "./annotation.ts";
import { goText } from "./go-text.ts";
import type { RawAnnotation } from "./metadata-yaml.ts";
import { urlProblem } from "./url-problem.ts";

/** What is wrong with a member of an annotation. */
export class AnnotationProblem extends Error {}

/** Reads the members of an annotation. Throws {@link AnnotationProblem} with OPA's message. */
export function readBlock(raw: RawAnnotation, loc: Location): Annotation {
  const text = (name: string): string => (raw.get(name) as string | undefined) ?? "";
  const list = (name: string): readonly unknown[] => (raw.get(name) as unknown[] | undefined) ?? [];
  return {
    scope: text("scope"),
    title: text("title"),
    entrypoint: raw.get("entrypoint") === true,
    description: text("description"),
    organizations: list("organizations") as string[],
    relatedResources: list("related_resources").map((item) => about("related-resource", item, relatedResource)),
    schemas: list("schemas").map((pair) => schema(pair as ReadonlyMap<string, unknown>)),
    authors: list("authors").map((item) => about("author", item, author)),
    custom: members(raw.get("custom")),
    labels: members(raw.get("labels")),
    loc,
  };
}

function about<T>(what: string, item: unknown, read: (item: unknown) => T | string): T {
  const found = keyProblem(item) ?? read(item);
  if (typeof found === "string") throw new AnnotationProblem(`invalid ${what} definition ${goText(item)}: ${found}`);
  return found;
}

function relatedResource(item: unknown): { ref: string; description: string } | string {
  if (typeof item === "string") {
    return item === "" ? "ref URL may not be empty string" : (urlProblem(item) ?? { ref: item, description: "" });
  }
  if (!(item instanceof Map)) return "invalid value type, must be string or map";
  const ref = textOf(item, "ref");
  if (ref === "") return "'ref' value required in object";
  return urlProblem(ref) ?? { ref, description: textOf(item, "description") };
}

/** `Name <email>`, or the same as an object. */
function author(item: unknown): { name: string; email: string } | string {
  if (item instanceof Map) {
    const read = { name: textOf(item, "name"), email: textOf(item, "email") };
    return read.name === "" && read.email === "" ? "'name' and/or 'email' values required in object" : read;
  }
  if (typeof item !== "string") return "invalid value type, must be string or map";
  const words = item.split(/\s+/).filter((word) => word !== "");
  const last = words.at(-1);
  if (last === undefined) return "author is an empty string";
  const email = /^<(.*)>$/.exec(last)?.[1];
  return { name: (email === undefined ? words : words.slice(0, -1)).join(" "), email: email ?? "" };
}

function textOf(item: ReadonlyMap<unknown, unknown>, key: string): string {
  const value = item.get(key);
  return typeof value === "string" ? value.trim() : "";
}

function schema(pair: ReadonlyMap<string, unknown>): SchemaAnnotation {
  const [key = "", value] = pair.entries().next().value ?? [];
  const path = refOf(key);
  if (path === undefined) throw new AnnotationProblem("invalid document reference");
  if (typeof value === "string") {
    const ref = refOf(value, "schema");
    if (ref === undefined) throw new AnnotationProblem("invalid schema reference");
    return { path, schema: { ref } };
  }
  if (!(value instanceof Map)) throw new AnnotationProblem(`invalid schema declaration for path "${key}"`);
  const found = keyProblem(value);
  if (found !== undefined) throw new AnnotationProblem(`invalid schema definition: ${found}`);
  return { path, schema: { definition: jsonOf(value) } };
}

/** The parts of a ref; of a name alone only where it is the root, or one of documents where no root is asked for. */
function refOf(text: string, root?: string): readonly Term[] | undefined {
  let term: Term;
  try {
    term = parseTerm("", text);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
  if (term.kind === "var") {
    const isKnown = root === undefined ? term.name === "input" || term.name === "data" : term.name === root;
    return isKnown ? [term] : undefined;
  }
  if (term.kind !== "ref") return undefined;
  const isBelow = root === undefined || (term.head.kind === "var" && term.head.name === root);
  return isBelow ? [term.head, ...term.path] : undefined;
}

function members(raw: unknown): Readonly<Record<string, Value>> {
  const values: [string, Value][] = [];
  for (const [key, value] of (raw as ReadonlyMap<string, unknown> | undefined) ?? []) {
    const found = keyProblem(value);
    if (found !== undefined) throw new AnnotationProblem(found);
    values.push([key, jsonOf(value)]);
  }
  return Object.fromEntries(values);
}

function jsonOf(value: unknown): Value {
  try {
    return fromYaml(value, new Map());
  } catch (error) {
    if (!(error instanceof BuiltinFailure)) throw error;
    throw new AnnotationProblem(error.message);
  }
}

/** Objects are keyed by texts. Within objects that are, OPA does not look. */
function keyProblem(value: unknown, path: readonly string[] = []): string | undefined {
  if (value instanceof Map) {
    const isKeyed = [...value.keys()].every((key) => typeof key === "string");
    return isKeyed ? undefined : `invalid map key type(s): ${path.join("/")}`;
  }
  if (!Array.isArray(value)) return undefined;
  for (const [i, item] of value.entries()) {
    const found = keyProblem(item, [...path, String(i)]);
    if (found !== undefined) return found;
  }
  return undefined;
}
