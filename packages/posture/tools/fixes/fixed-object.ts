import type { RulePath, ScannedControl } from "@sortie/wire";
import { changedValue, changesOf, editsOf } from "../../src/fixes.ts";

/**
 * What `sortie fix` makes of an object by what an answer says of it, with any text where somebody has to choose a value.
 * `undefined` where the answer leaves something else to a person, or says nothing to do.
 */
export function fixedObject(object: unknown, paths: readonly RulePath[]): unknown {
  const edits = editsOf([failing(paths.map(chosen))]);
  const toReview = new Set(paths.map(({ reviewPath }) => reviewPath));
  if (edits.some(({ advice }) => advice.type === "look" && toReview.has(advice.path))) return undefined;
  const changes = changesOf(edits);
  if (changes.length === 0) return undefined;
  return changes.reduce<unknown>((fixed, change) => changedValue(fixed, change), object);
}

function chosen(path: RulePath): RulePath {
  return { ...path, fixPathValue: path.fixPathValue.replaceAll(/YOUR_\w+|<[^<>]+>/g, "chosen") };
}

function failing(paths: RulePath[]): ScannedControl {
  const status = { status: "failed" as const, subStatus: "" };
  return {
    controlID: "",
    name: "",
    severity: { severity: "", scoreFactor: 0 },
    status: { ...status, info: "" },
    rules: [{ name: "", status, controlConfigurations: {}, paths }],
  };
}
