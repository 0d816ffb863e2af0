import { aggregates } from "./aggregates.ts";
import { ambient } from "./ambient.ts";
import { arithmetic } from "./arithmetic.ts";
import { arrays } from "./arrays.ts";
import { awsSignature } from "./aws-signature.ts";
import { base64 } from "./base64.ts";
import { bits } from "./bits.ts";
import { casts } from "./casts.ts";
import { comparisons } from "./comparisons.ts";
import type { Builtin, BuiltinFunction } from "./define.ts";
import { glob } from "./glob.ts";
import { graph } from "./graph.ts";
import { graphql } from "./graphql/graphql.ts";
import { hashes } from "./hashes.ts";
import { jsonEdit } from "./json-edit.ts";
import { jsonTextFamily } from "./json-text.ts";
import { jwt } from "./jwt.ts";
import { kubescape } from "./kubescape.ts";
import { net } from "./net.ts";
import { numbers } from "./numbers.ts";
import { objects } from "./objects.ts";
import { output } from "./output.ts";
import { regex } from "./regex.ts";
import { semver } from "./semver.ts";
import { sets } from "./sets.ts";
import { strings } from "./strings.ts";
import { time } from "./time.ts";
import { types } from "./types.ts";
import { units } from "./units.ts";
import { uri } from "./uri.ts";
import { urlQuery } from "./url-query.ts";
import { uuid } from "./uuid.ts";
import { walk } from "./walk.ts";
import { yaml } from "./yaml.ts";

const families: readonly (readonly Builtin[])[] = [
  aggregates,
  ambient,
  arithmetic,
  arrays,
  awsSignature,
  base64,
  bits,
  casts,
  comparisons,
  glob,
  graph,
  graphql,
  hashes,
  jsonEdit,
  jsonTextFamily,
  jwt,
  kubescape,
  net,
  numbers,
  objects,
  output,
  regex,
  semver,
  sets,
  strings,
  time,
  types,
  units,
  uri,
  urlQuery,
  uuid,
  walk,
  yaml,
];

const builtins: ReadonlyMap<string, Builtin> = new Map(families.flat().map((builtin) => [builtin.name, builtin]));

/** Built-ins whose result is a list of answers, one of which the call stands for in turn. */
export const relations: ReadonlySet<string> = new Set(["walk"]);

export function isBuiltin(name: string): boolean {
  return builtins.has(name);
}

export function builtinArity(name: string): number {
  return builtins.get(name)?.operands.length ?? -1;
}

export function lookUpBuiltin(name: string): BuiltinFunction {
  const builtin = builtins.get(name);
  if (builtin === undefined) throw new TypeError(`no built-in ${name}`);
  return builtin.call;
}
