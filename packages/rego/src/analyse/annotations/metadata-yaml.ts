import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLParseError,
} from "yaml";
import { yamlOptions } from "../../builtins/yaml.ts";

/** What is wrong with the YAML of a comment, in the words of Go's reader. `line` counts from 1; undefined: not known. */
export type YamlProblem = { readonly message: string; readonly line: number | undefined };

/** How OPA declares the members of an annotation. */
const types = {
  scope: "string",
  title: "string",
  entrypoint: "bool",
  description: "string",
  organizations: "[]string",
  related_resources: "[]interface {}",
  authors: "[]interface {}",
  schemas: "[]map[string]interface {}",
  compile: "map[string]interface {}",
  custom: "map[string]interface {}",
  labels: "map[string]interface {}",
} as const;
type Name = keyof typeof types;
/** Members by their names, each of its type. Objects with keys that are no texts are maps. */
export type RawAnnotation = ReadonlyMap<string, unknown>;

/** Reads the YAML of a comment. Members of other names are left out, as are those without a value. */
export function readMetadataYaml(text: string): RawAnnotation | YamlProblem {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines });
  if (document.errors.length > 0) return syntaxProblem(document.errors);
  const unknown = unknownAlias(document);
  if (unknown !== undefined) return problem(`unknown anchor '${unknown}' referenced`, 0);
  const reader = new Reader(lines, (node) => node.toJS(document, { maxAliasCount: 100, mapAsMap: true }));
  const raw = reader.read(document.contents);
  const { problems } = reader;
  const [line] = reader.problemLines;
  if (problems.length === 0) return raw;
  return { message: `yaml: unmarshal errors:\n${problems.map((problem) => `  ${problem}`).join("\n")}`, line };
}

class Reader {
  readonly problems: string[] = [];
  readonly problemLines: number[] = [];
  private readonly lines: LineCounter;
  private readonly toJs: (node: Node) => unknown;

  constructor(lines: LineCounter, toJs: (node: Node) => unknown) {
    this.lines = lines;
    this.toJs = toJs;
  }

  read(contents: Node | null): RawAnnotation {
    const raw = new Map<string, unknown>();
    if (contents === null || isNull(contents)) return raw;
    if (!isMap(contents)) this.mismatch(contents, "ast.rawAnnotation");
    else if (this.hasDistinctKeys(contents)) {
      for (const { key, value } of contents.items) {
        const name = isScalar(key) ? String(key.value) : "";
        if (Object.hasOwn(types, name) && value !== null) this.readMember(name as Name, value as Node, raw);
      }
    }
    return raw;
  }

  private readMember(name: Name, node: Node, raw: Map<string, unknown>): void {
    if (isNull(node)) return;
    const before = this.problems.length;
    const value = this.valueOf(node, types[name]);
    if (this.problems.length === before) raw.set(name, value);
  }

  private valueOf(node: Node, type: string): unknown {
    if (isAlias(node) || type === "interface {}") return this.toJs(node);
    if (type.startsWith("[]")) {
      if (!isSeq(node)) return this.mismatch(node, type);
      return node.items.map((item) => this.valueOf(item as Node, type.slice(2)));
    }
    if (type.startsWith("map")) return isMap(node) ? this.members(node) : this.mismatch(node, type);
    return this.scalarOf(node, type);
  }

  private scalarOf(node: Node, type: string): unknown {
    if (!isScalar(node)) return this.mismatch(node, type);
    if (type === "string") return isNull(node) ? "" : (node.source ?? String(node.value));
    return truths.get(node.source ?? String(node.value)) ?? this.mismatch(node, type);
  }

  /** Keys of an object that are declared as texts are read as such, whatever they are. */
  private members(node: YAMLMap): Map<string, unknown> | undefined {
    if (!this.hasDistinctKeys(node)) return undefined;
    return new Map(
      node.items.map(({ key, value }) => [
        isScalar(key) ? (key.source ?? String(key.value)) : String(key),
        value === null ? null : this.toJs(value as Node),
      ]),
    );
  }

  private hasDistinctKeys({ items }: YAMLMap): boolean {
    const seen = new Map<unknown, number>();
    const before = this.problems.length;
    for (const { key } of items) {
      if (!isScalar(key)) continue;
      const line = this.lineOf(key);
      const first = seen.get(key.value);
      if (first === undefined) seen.set(key.value, line);
      else this.add(line, `mapping key ${JSON.stringify(key.value)} already defined at line ${first}`);
    }
    return this.problems.length === before;
  }

  private mismatch(node: Node, type: string): undefined {
    const tag = tagOf(node);
    this.add(
      this.lineOf(node),
      `cannot unmarshal ${tag}${isScalar(node) ? ` \`${shortened(node)}\`` : ""} into ${type}`,
    );
    return undefined;
  }

  private add(line: number, message: string): void {
    this.problems.push(`line ${line}: ${message}`);
    this.problemLines.push(line);
  }

  private lineOf(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }
}

function unknownAlias(document: Document): string | undefined {
  let unknown: string | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined) unknown ??= alias.source;
    },
  });
  return unknown;
}

/** As YAML 1.1 has them, since the member is declared to be one. */
const truths = new Map<string, boolean>(
  ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"]
    .map((text): [string, boolean] => [text, true])
    .concat(["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"].map((text) => [text, false])),
);

function isNull(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function tagOf(node: Node): string {
  if (isMap(node)) return "!!map";
  if (isSeq(node)) return "!!seq";
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === "bigint") return "!!int";
  if (typeof value === "number") return "!!float";
  return typeof value === "boolean" ? "!!bool" : "!!str";
}

function shortened(node: { source?: string; value: unknown }): string {
  const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  return text.length > 10 ? `${text.slice(0, 7)}...` : text;
}

/** What Go's reader calls the errors that this one finds. Its scanner names the line, its parser the one before. */
function syntaxProblem(errors: readonly YAMLParseError[]): YamlProblem {
  const spread = errors.find(({ code, linePos }) => {
    return code === "MULTILINE_IMPLICIT_KEY" && (linePos?.[1]?.line ?? 0) > (linePos?.[0].line ?? 0);
  });
  if (spread !== undefined) return scanned("mapping values are not allowed in this context", spread.linePos?.[1]?.line);
  const { code, message, linePos } = errors[0] as YAMLParseError;
  const line = linePos?.[0].line;
  const isUnclosed = code === "MISSING_CHAR" && message.startsWith("Missing closing");
  const inScanner = isUnclosed ? "found unexpected end of stream" : scannerErrors[code];
  if (inScanner !== undefined) return scanned(inScanner, line);
  if (!message.startsWith("Flow")) return problem("did not find expected key", (line ?? 1) - 1);
  const closing = message.startsWith("Flow sequence") ? "]" : "}";
  return problem(`did not find expected ',' or '${closing}'`, (line ?? 1) - 1);
}

const scannerErrors: Readonly<Partial<Record<string, string>>> = {
  BLOCK_AS_IMPLICIT_KEY: "mapping values are not allowed in this context",
  TAB_AS_INDENT: "found a tab character that violates indentation",
  BAD_SCALAR_START: "found character that cannot start any token",
  BAD_DIRECTIVE: "found character that cannot start any token",
  BAD_DQ_ESCAPE: "found unknown escape character",
};

/** The scanner does not name the first line. */
function scanned(text: string, line = 1): YamlProblem {
  return problem(text, line > 1 ? line : 0);
}

function problem(text: string, line: number): YamlProblem {
  return line > 0 ? { message: `yaml: line ${line}: ${text}`, line } : { message: `yaml: ${text}`, line: undefined };
}
