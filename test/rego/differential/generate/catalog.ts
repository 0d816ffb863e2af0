import { readFileSync } from "node:fs";
import type { Kind } from "./maker.ts";

/** A type as OPA's capabilities write it. */
export type OperandType =
  | { readonly type: "null" | "boolean" | "number" | "string" }
  | { readonly type: "any"; readonly of?: readonly OperandType[] }
  | { readonly type: "set"; readonly of?: OperandType }
  | { readonly type: "array"; readonly static?: readonly OperandType[]; readonly dynamic?: OperandType }
  | {
      readonly type: "object";
      readonly static?: readonly { readonly key: string; readonly value: OperandType }[];
      readonly dynamic?: { readonly key: OperandType; readonly value: OperandType };
    };

export type BuiltinType = {
  readonly name: string;
  readonly operands: readonly OperandType[];
  readonly result: Kind;
  /** Not to be used in Rego v1. */
  readonly isDeprecated: boolean;
};
export type Catalog = readonly BuiltinType[];

/** What depends on the time, the network, chance or the inside of OPA, and what is written as an operator. */
const elsewhere =
  /^(http\.send|net\.lookup_ip_addr|opa\.runtime|rand\.intn|uuid\.rfc4122|time\.now_ns|trace|print|internal\..*|rego\..*|io\.jwt\..*sign.*|walk|assign|eq|and|or|providers\..*|crypto\.(x509|parse).*)$/;

/**
 * Known to differ for odd operands: GraphQL trees given as objects, templates over what JSON cannot hold, replacements in
 * the middle of a character, YAML's choice of quotes, networks of single addresses, which operand of a JWT is looked at
 * first, two globs where one is empty, JSON Schema's messages.
 */
const different =
  /^(graphql\..*|strings\.(render_template|replace_n)|yaml\..*|regex\.globs_match|io\.jwt\.verify_.*|net\.cidr_(merge|contains_matches)|json\.(match|verify)_schema)$/;

/** OPA's capabilities do not say so. */
const deprecated = /^(any|all|cast_.*|re_match|net\.cidr_overlap|set_diff)$/;

/** Reads OPA's own list of built-ins with the types of their operands. */
export function readCatalog(capabilities: string): Catalog {
  const { builtins } = JSON.parse(readFileSync(capabilities, "utf8")) as {
    builtins: { name: string; decl: { args?: OperandType[]; result?: OperandType } }[];
  };
  return builtins
    .filter(({ name, decl }) => !elsewhere.test(name) && !different.test(name) && decl.args !== undefined)
    .map(({ name, decl }) => ({
      name,
      operands: decl.args ?? [],
      result: kindOf(decl.result),
      isDeprecated: deprecated.test(name),
    }));
}

function kindOf(type: OperandType | undefined): Kind {
  return type === undefined || type.type === "null" ? "any" : type.type;
}
