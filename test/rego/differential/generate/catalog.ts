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

/**
 * Left out: what depends on the time, the network, chance or the inside of OPA; what is no function of its operands
 * alone, but binds them or is said to a listener; what reads private keys. Conformance cases and unit tests have these.
 */
const elsewhere = new RegExp(
  `^(${[
    "http\\.send|net\\.lookup_ip_addr|opa\\.runtime|rand\\.intn|uuid\\.rfc4122|time\\.now_ns|rego\\..*",
    "walk|assign|eq|trace|print|internal\\..*",
    "crypto\\.parse_private_keys|crypto\\.x509\\.parse_(?:keypair|rsa_private_key)",
  ].join("|")})$`,
);

/** OPA's capabilities do not say so. */
const deprecated = /^(any|all|cast_.*|re_match|net\.cidr_overlap|set_diff)$/;

/** Reads OPA's own list of built-ins with the types of their operands. */
export function readCatalog(capabilities: string): Catalog {
  const { builtins } = JSON.parse(readFileSync(capabilities, "utf8")) as {
    builtins: { name: string; decl: { args?: OperandType[]; result?: OperandType } }[];
  };
  return builtins
    .filter(({ name, decl }) => !elsewhere.test(name) && decl.args !== undefined)
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
