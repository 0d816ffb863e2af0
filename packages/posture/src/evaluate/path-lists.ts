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

/** There can be a hundred thousand of them: each holds its last path, and what is before that in another list. */
class SharedList implements PathList {
  private readonly shared: Shared;
  readonly path: RulePath | undefined;
  readonly before: SharedList | undefined;
  /** Mostly there is one, for which a map would be most of the memory. */
  private longer: SharedList | Map<RulePath, SharedList> | undefined;
  private knownDigest: string | undefined;

  constructor(shared: Shared, path?: RulePath, before?: SharedList) {
    this.shared = shared;
    this.path = path;
    this.before = before;
  }

  get paths(): RulePath[] {
    return lineOf(this).flatMap(({ path }) => path ?? []);
  }

  get digest(): string {
    if (this.knownDigest !== undefined) return this.knownDigest;
    for (const list of lineOf(this)) list.knownDigest ??= digestOf(list);
    return this.knownDigest ?? "";
  }

  with(path: RulePath): SharedList {
    const found = this.longerBy(path);
    if (found !== undefined) return found;
    const shared = sharedPath(this.shared, path);
    const known = shared === path ? undefined : this.longerBy(shared);
    if (known !== undefined) return known;
    const list = new SharedList(this.shared, shared, this);
    if (this.shared.lists < mostShared) this.share(shared, list);
    this.shared.lists += 1;
    return list;
  }

  private longerBy(path: RulePath): SharedList | undefined {
    const { longer } = this;
    if (longer instanceof SharedList) return longer.path === path ? longer : undefined;
    return longer?.get(path);
  }

  private share(path: RulePath, list: SharedList): void {
    const { longer } = this;
    if (longer === undefined) this.longer = list;
    else if (longer instanceof Map) longer.set(path, list);
    else this.longer = new Map([longer, list].map((one) => [one.path ?? path, one]));
  }
}

/** The list and those it grew from, the empty one first. A loop: they can be more than fit on the stack. */
function lineOf(list: SharedList): SharedList[] {
  const line = [list];
  for (let { before } = list; before !== undefined; { before } = before) line.push(before);
  return line.toReversed();
}

function digestOf({ before, path }: SharedList): string {
  if (before === undefined || path === undefined) return "";
  return hash("sha256", `${before.digest}\n${keyOf(path)}`, "base64");
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
