import { parse as parseYaml } from "yaml";
import type { Comment, Module, Rule, Term } from "../syntax/ast.ts";
import { setOwn } from "../values/objects.ts";
import type { Value } from "../values/value.ts";
import { pathKey } from "./program.ts";

type Annotations = Readonly<Record<string, Value>>;

/** The `# METADATA` comments of all modules, by what they are about. */
export type Metadata = {
  /** Of the rule itself: an empty object where it has none. */
  readonly ofRule: (rule: Rule) => Value;
  /** From the rule outward: document, package, and the packages above that speak for theirs. */
  readonly chainOf: (rule: Rule, module: Module, path: readonly string[]) => Value;
};

type Block = { readonly endRow: number; readonly annotations: Annotations };

type Known = {
  readonly rules: Map<Rule, Annotations>;
  readonly documents: Map<string, Annotations>;
  readonly packages: Map<string, Annotations>;
  readonly subpackages: Map<string, Annotations>;
};

export function metadataOf(modules: readonly Module[]): Metadata {
  const known: Known = { rules: new Map(), documents: new Map(), packages: new Map(), subpackages: new Map() };
  for (const module of modules) for (const block of blocksOf(module.comments)) note(known, module, block);
  return {
    ofRule: (rule) => known.rules.get(rule) ?? {},
    chainOf: (rule, module, path) => {
      const parents = module.path.map((_, i) => module.path.slice(0, module.path.length - i));
      return [
        entry(path, known.rules.get(rule)),
        ...present(known.documents, path),
        ...present(known.packages, module.path),
        ...parents.flatMap((parent) => present(known.subpackages, parent)),
      ];
    },
  };
}

/** A block is about what comes next: the package or a rule, unless it says otherwise. */
function note(known: Known, module: Module, { endRow, annotations: written }: Block): void {
  const rule = module.rules.find(({ loc }) => loc.row > endRow);
  const isPackage = module.loc.row > endRow || rule === undefined;
  const scope = written.scope ?? (isPackage ? "package" : "rule");
  const annotations = { ...written, scope };
  if (scope === "package") known.packages.set(pathKey(module.path), annotations);
  else if (scope === "subpackages") known.subpackages.set(pathKey(module.path), annotations);
  else if (rule === undefined) return;
  else if (scope === "document") known.documents.set(pathKey([...module.path, rule.head.name.name]), annotations);
  else known.rules.set(rule, annotations);
}

function entry(path: readonly string[], annotations?: Annotations): Value {
  return annotations === undefined ? { path } : { path, annotations };
}

function present(known: ReadonlyMap<string, Annotations>, path: readonly string[]): Value[] {
  const annotations = known.get(pathKey(path));
  return annotations === undefined ? [] : [entry(path, annotations)];
}

/** Comment lines in a row, the first of which says METADATA; the rest is YAML. */
function blocksOf(comments: readonly Comment[]): Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < comments.length; i++) {
    if ((comments[i] as Comment).text.trim() !== "METADATA") continue;
    const lines: string[] = [];
    let row = (comments[i] as Comment).row;
    while (comments[i + 1]?.row === row + 1) {
      i += 1;
      row += 1;
      lines.push((comments[i] as Comment).text);
    }
    blocks.push({ endRow: row, annotations: annotationsIn(lines.join("\n")) });
  }
  return blocks;
}

function annotationsIn(text: string): Annotations {
  let parsed: unknown;
  try {
    parsed = parseYaml(text, { maxAliasCount: 10 });
  } catch {
    return {};
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return {};
  const annotations: Record<string, Value> = {};
  for (const [key, value] of Object.entries(parsed))
    setOwn(annotations, key, key === "authors" ? authors(value) : (value as Value));
  return annotations;
}

/** `Name <email>`, or the same as an object. */
function authors(value: unknown): Value {
  if (!Array.isArray(value)) return [];
  return value.map((author: unknown) => {
    if (typeof author !== "string") return author as Value;
    const match = /^(.*?)\s*<([^>]*)>$/.exec(author.trim());
    return match === null ? { name: author.trim() } : { name: match[1] as string, email: match[2] as string };
  });
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
