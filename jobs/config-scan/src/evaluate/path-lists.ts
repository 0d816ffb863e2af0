import { hash } from "node:crypto";
import type { RulePath } from "@sortie/wire";

/** A list of paths that many resources share: it never changes, and a longer one is another list. */
export type PathList = {
  readonly paths: readonly RulePath[];
  /** The same for the same paths in the same order, also in another scan. */
  readonly digest: string;
  with(path: RulePath): PathList;
};

/**
 * The empty list, from which all others grow. Workloads of one shape fail in the same places, and a scan has millions of
 * failures: each list is kept once, found by its last path from the list before it, and each path is kept once.
 */
export function emptyPathList(): PathList {
  return new SharedList({ lists: 0, pathsByKey: new Map() });
}

/** What of lists and of paths is shared. More are not, so that objects which fail in places of their own cannot fill the memory twice. */
type Shared = { lists: number; readonly pathsByKey: Map<string, RulePath> };
const mostShared = 100_000;

type Last = { readonly path: RulePath; readonly before: SharedList };

/** There can be a hundred thousand of them: each holds its last path, and what is before that in another list. */
class SharedList implements PathList {
  private readonly shared: Shared;
  readonly last: Last | undefined;
  private longer: Map<RulePath, SharedList> | undefined;
  private knownDigest: string | undefined;

  constructor(shared: Shared, last?: Last) {
    this.shared = shared;
    this.last = last;
  }

  get paths(): RulePath[] {
    return lineOf(this).flatMap(({ last }) => last?.path ?? []);
  }

  get digest(): string {
    if (this.knownDigest !== undefined) return this.knownDigest;
    for (const list of lineOf(this)) list.knownDigest ??= digestOf(list.last);
    return this.knownDigest ?? "";
  }

  with(path: RulePath): SharedList {
    const shared = sharedPath(this.shared, path);
    const known = this.longer?.get(shared);
    if (known !== undefined) return known;
    const list = new SharedList(this.shared, { path: shared, before: this });
    if (this.shared.lists < mostShared) {
      this.longer ??= new Map();
      this.longer.set(shared, list);
    }
    this.shared.lists += 1;
    return list;
  }
}

/** The list and those it grew from, the empty one first. A loop: they can be more than fit on the stack. */
function lineOf(list: SharedList): SharedList[] {
  const line = [list];
  for (let before = list.last?.before; before !== undefined; before = before.last?.before) line.push(before);
  return line.toReversed();
}

function digestOf(last: Last | undefined): string {
  return last === undefined ? "" : hash("sha256", `${last.before.digest}\n${keyOf(last.path)}`, "base64");
}

function sharedPath({ pathsByKey }: Shared, path: RulePath): RulePath {
  const key = keyOf(path);
  const known = pathsByKey.get(key);
  if (known === undefined && pathsByKey.size < mostShared) pathsByKey.set(key, path);
  return known ?? path;
}

function keyOf(path: RulePath): string {
  const { failedPath, fixPath, fixPathValue, fixCommand, deletePath = "", reviewPath = "", resourceID = "" } = path;
  return [failedPath, fixPath, fixPathValue, fixCommand, deletePath, reviewPath, resourceID].join("\n");
}
