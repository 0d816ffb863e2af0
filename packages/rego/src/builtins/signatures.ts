import { aggregates } from "./aggregates.ts";
import { arithmetic } from "./arithmetic.ts";
import { arrays } from "./arrays.ts";
import { awsSignature } from "./aws-signature.ts";
import { base64 } from "./base64.ts";
import { bits } from "./bits.ts";
import { casts } from "./casts.ts";
import { comparisons } from "./comparisons.ts";
import type { Builtin } from "./define.ts";
import { glob } from "./glob.ts";
import { graph } from "./graph.ts";
import { graphql } from "./graphql/graphql.ts";
import { hashes } from "./hashes.ts";
import { jsonEdit } from "./json-edit.ts";
import { jsonSchema } from "./json-schema/json-schema.ts";
import { jsonTextFamily } from "./json-text.ts";
import { jwt } from "./jwt.ts";
import { metadata } from "./metadata.ts";
import { net } from "./net.ts";
import { network } from "./network/http.ts";
import { numbers } from "./numbers.ts";
import { objects } from "./objects.ts";
import { output } from "./output.ts";
import { regex } from "./regex.ts";
import { parseModule } from "./rego/parse-module.ts";
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
import { x509 } from "./x509/x509.ts";
import { yaml } from "./yaml.ts";

const families: readonly (readonly Builtin[])[] = [
  aggregates,
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
  jsonSchema,
  jsonTextFamily,
  jwt,
  metadata,
  net,
  network,
  numbers,
  objects,
  output,
  parseModule,
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
  x509,
  yaml,
];

const builtins: ReadonlyMap<string, Builtin> = new Map(families.flat().map((builtin) => [builtin.name, builtin]));

/** Built-ins whose result is a list of answers, one of which the call stands for in turn. */
export const relations: ReadonlySet<string> = new Set(["walk"]);

/** The names of all built-ins there are here, allowed or not. */
export const implementedBuiltins: ReadonlySet<string> = new Set(builtins.keys());

export function builtinNamed(name: string): Builtin | undefined {
  return builtins.get(name);
}
