import type { RulePath } from "@sortie/wire";

type PathEntry = Record<string, unknown>;

/**
 * Paths of one rule as Kubescape reports them: one entry a path and kind, all failed ones first, then what to delete, to
 * review, to set and to run. A path that fails and is to be deleted has two entries.
 */
export function pathEntries(paths: RulePath[], ownId: string): PathEntry[] {
  const kinds: ((path: RulePath) => PathEntry | undefined)[] = [
    ({ failedPath }) => (failedPath ? { failedPath } : undefined),
    ({ deletePath }) => (deletePath ? { deletePath } : undefined),
    ({ reviewPath }) => (reviewPath ? { reviewPath } : undefined),
    ({ fixPath, fixPathValue }) => (fixPath ? { fixPath: { path: fixPath, value: fixPathValue } } : undefined),
    ({ fixCommand }) => (fixCommand ? { fixCommand } : undefined),
  ];
  return kinds.flatMap((entryOf) =>
    paths.flatMap((path) => {
      const entry = entryOf(path);
      return entry ? [{ resourceID: path.resourceID ?? ownId, ...entry }] : [];
    }),
  );
}
