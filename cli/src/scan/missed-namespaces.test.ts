import { expect, it } from "vitest";
import { missedNamespaces, missedNamespacesText } from "./missed-namespaces.ts";

const object = (kind: string, namespace: string, name = "a") => ({ apiVersion: "v1", kind, namespace, name });
const files = [object("Pod", "shop"), object("Namespace", "", "lab"), object("Node", "")];
const including = (...includeNamespaces: string[]) => ({ includeNamespaces, excludedNamespaces: ["nowhere"] });
const leavingOut = (...excludedNamespaces: string[]) => ({ includeNamespaces: [], excludedNamespaces });
const besides = "Nothing was scanned but objects without a namespace.\n";

type Named = ReturnType<typeof including>;
type Found = { namespace: string; suggestion: string }[] | "files";

it.each<[what: string, named: Named, found: Found, objects: typeof files, said: string, isAll: boolean]>([
  ["nothing of namespaces that are there", including("shop", "lab"), "files", files, "", false],
  ["nothing where none are named", leavingOut(), "files", files, "", false],
  [
    "a misspelt one of two",
    including("shpo", "lab"),
    "files",
    files,
    "--include-namespaces shpo matches nothing. Did you mean shop?\n",
    false,
  ],
  [
    "that nothing was meant by what was asked for",
    including("billing"),
    "files",
    files,
    `--include-namespaces billing matches nothing.\n${besides}`,
    true,
  ],
  [
    "one that was to be left out",
    leavingOut("lba"),
    "files",
    files,
    "--exclude-namespaces lba matches nothing. Did you mean lab?\n",
    false,
  ],
  [
    "that files name no namespace, and are scanned all the same",
    including("shop"),
    "files",
    [object("Pod", "")],
    "--include-namespaces shop matches nothing.\n",
    false,
  ],
  [
    "what the scan of a cluster found",
    including("shpo"),
    [{ namespace: "shpo", suggestion: "sh\u001bop" }],
    [],
    `--include-namespaces shpo matches nothing. Did you mean sh\ufffdop?\n${besides}`,
    true,
  ],
])("says %s", (_what, named, found, objects, said, isAll) => {
  const source = { type: found === "files" ? ("files" as const) : ("cluster" as const) };
  const run = found === "files" ? {} : { unknownNamespaces: found };
  const missed = missedNamespaces(
    { ...named, source },
    run,
    objects.map((object) => ({ object })),
  );
  expect(missedNamespacesText(named, missed)).toBe(said);
  expect(missed.isAll).toBe(isAll);
});
