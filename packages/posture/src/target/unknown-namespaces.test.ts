import { expect, it } from "vitest";
import { unknownNamespaces } from "./unknown-namespaces.ts";

const known = new Set(["shop", "kube-system", "default"]);
const including = (...includeNamespaces: string[]) => ({ includeNamespaces, excludedNamespaces: ["kube-sytem"] });
const leavingOut = (...excludedNamespaces: string[]) => ({ includeNamespaces: [], excludedNamespaces });

it.each<[what: string, wanted: ReturnType<typeof including>, unknown: object[]]>([
  ["nothing where all are there", including("shop", "default"), []],
  ["nothing where none are named", leavingOut(), []],
  [
    "each once, with the name that was meant",
    including("shpo", "shop", "shpo"),
    [{ namespace: "shpo", suggestion: "shop" }],
  ],
  [
    "those that were to be left out",
    leavingOut("kube-sytem"),
    [{ namespace: "kube-sytem", suggestion: "kube-system" }],
  ],
  ["no other name where none is near", including("billing"), [{ namespace: "billing" }]],
])("says %s", (_what, wanted, unknown) => {
  expect(unknownNamespaces(wanted, known)).toEqual(unknown);
});
