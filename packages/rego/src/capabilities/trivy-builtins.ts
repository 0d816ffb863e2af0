import type { CustomBuiltins } from "./custom-builtin.ts";
import { isRecord } from "./is-record.ts";

/** Where the parts of a result come from, by the names that Trivy's readers of files give them. */
const sources = {
  startline: ["StartLine", "startline"],
  endline: ["EndLine", "endline"],
  sourceprefix: ["sourceprefix"],
  filepath: ["Path", "filepath"],
  explicit: ["explicit"],
  managed: ["managed"],
  fskey: ["fskey"],
  resource: ["resource"],
} as const;

const blank = {
  startline: 0,
  endline: 0,
  sourceprefix: "",
  filepath: "",
  explicit: false,
  managed: true,
  fskey: "",
  resource: "",
  parent: null,
};

/** What a cause says of its place in a file, itself or under `__defsec_metadata`. */
function placeOf(cause: unknown): Record<string, unknown> {
  const metadata = member(cause, "__defsec_metadata") ?? cause;
  const place: Record<string, unknown> = { ...blank };
  for (const [name, keys] of Object.entries(sources)) {
    const found = keys.map((key) => member(metadata, key)).find((value) => value !== undefined);
    if (found !== undefined) place[name] = found;
  }
  const parent = member(metadata, "parent");
  return parent === undefined ? place : { ...place, parent: placeOf(parent) };
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Built-ins that Trivy adds to OPA's, as far as its Kubernetes checks use them (https://github.com/aquasecurity/trivy). */
export const trivyBuiltins = {
  "result.new": {
    operands: ["string", "any"],
    evaluate: ([msg, cause]) => ({ ...placeOf(cause), msg }),
  },
  isManaged: { operands: ["any"], evaluate: ([resource]) => placeOf(resource).managed },
} as const satisfies CustomBuiltins;
