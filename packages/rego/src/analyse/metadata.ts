import type { CompileError } from "../errors.ts";
import type { Module, Rule, Term } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { annotationValue, type SchemaAnnotation } from "./annotations/annotation.ts";
import { type Attached, annotationsOf } from "./annotations/read-annotations.ts";
import { pathKey } from "./program.ts";

/** The METADATA comments of all modules, by what they are about. */
export type Metadata = {
  /** Of the rule itself: an empty object where it has none. */
  readonly ofRule: (rule: Rule) => Value;
  /** From the rule outward: document, package, and the packages above that speak for theirs. */
  readonly chainOf: (rule: Rule, module: Module) => Value;
  /** The schemas of documents that a rule reads, from the package above inward: the last word counts. */
  readonly hasSchemas: () => boolean;
  readonly schemasOf: (rule: Rule, module: Module) => readonly SchemaAnnotation[];
  /** What two comments say of the same. */
  readonly errors: () => readonly CompileError[];
};

type Known = {
  readonly rules: Map<Rule, Attached[]>;
  readonly packages: Map<string, Attached>;
  /** Of documents and of the packages below a package: what speaks for a path and what is below. */
  readonly paths: Map<string, Attached>;
  readonly errors: CompileError[];
  hasSchemas: boolean;
};

/** Comments are read when first asked about: few programs do. */
export function metadataOf(modules: readonly Module[]): Metadata {
  let read: Known | undefined;
  const known = (): Known => (read ??= readAll(modules));
  return {
    ofRule: (rule) => {
      const [first] = known().rules.get(rule) ?? [];
      return first === undefined ? {} : annotationValue(first);
    },
    chainOf: (rule, module) => chain(known(), rule, module),
    hasSchemas: () => known().hasSchemas,
    schemasOf: (rule, module) => schemas(known(), rule, module),
    errors: () => known().errors,
  };
}

function schemas(known: Known, rule: Rule, module: Module): SchemaAnnotation[] {
  const above = module.path.map((_, i) => known.paths.get(pathKey(module.path.slice(0, i + 1))));
  const document = known.paths.get(pathKey(documentPath(rule, module)));
  const all = [...above, known.packages.get(pathKey(module.path)), document, ...(known.rules.get(rule) ?? [])];
  return all.flatMap((annotation) => annotation?.schemas ?? []);
}

function readAll(modules: readonly Module[]): Known {
  const known: Known = { rules: new Map(), packages: new Map(), paths: new Map(), errors: [], hasSchemas: false };
  for (const module of modules) {
    for (const annotation of annotationsOf(module).annotations) note(known, module, annotation);
  }
  return known;
}

function note(known: Known, module: Module, annotation: Attached): void {
  const { scope, target, loc } = annotation;
  known.hasSchemas ||= annotation.schemas.length > 0;
  if (scope === "rule") {
    if (target?.kind !== "rule") return;
    const others = known.rules.get(target);
    if (others === undefined) known.rules.set(target, [annotation]);
    else others.push(annotation);
    return;
  }
  const map = scope === "package" ? known.packages : known.paths;
  const key = pathKey(target?.kind === "rule" ? documentPath(target, module) : module.path);
  const other = map.get(key);
  if (other === undefined) map.set(key, annotation);
  else {
    const message = `${scope} annotation redeclared: ${other.loc.file}:${other.loc.row}`;
    known.errors.push({ code: "rego_type_error", message, location: loc });
  }
}

function chain(known: Known, rule: Rule, module: Module): Value {
  const path = documentPath(rule, module);
  const own = known.rules.get(rule) ?? [];
  const parents = module.path.map((_, i) => module.path.slice(0, module.path.length - i));
  return [
    ...(own.length === 0 ? [{ path }] : own.toReversed().map((annotation) => entry(path, annotation))),
    ...present(known.paths, path),
    ...present(known.packages, module.path),
    ...parents.flatMap((parent) => present(known.paths, parent)),
  ];
}

/** The constant start of a rule's path. */
function documentPath({ head }: Rule, module: Module): string[] {
  const path = [...module.path, head.name.name];
  for (const part of head.path) {
    if (part.kind !== "scalar") break;
    path.push(part.value as string);
  }
  return path;
}

function entry(path: readonly string[], annotation: Attached): Value {
  return { path, annotations: annotationValue(annotation) };
}

function present(known: ReadonlyMap<string, Attached>, path: readonly string[]): Value[] {
  const annotation = known.get(pathKey(path));
  return annotation === undefined ? [] : [entry(path, annotation)];
}

/** A value as a term, so that what is known when compiling is a constant of the program. */
export function termOf(value: Value, loc: Term["loc"]): Term {
  if (Array.isArray(value))
    return { kind: "array", items: (value as readonly Value[]).map((item) => termOf(item, loc)), loc };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value as Record<string, Value>);
    return { kind: "object", entries: entries.map(([key, member]) => [termOf(key, loc), termOf(member, loc)]), loc };
  }
  return { kind: "scalar", value, loc };
}
