import { ApiError, type Cluster } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import type { HostKind } from "./host-kinds.ts";
import { type HostObject, hostObject } from "./host-object.ts";

type Deps = { cluster: Pick<Cluster, "list">; log: Logger; signal: AbortSignal };

/** How reading one kind went: how many objects there were, and why not all could be read. */
export type HostRead = { count: number; isAbsent: boolean; refused?: string };

/** An object holds whole files of its node: a page of them is a few megabytes. */
const pageSize = 50;

/**
 * Hands over what agents wrote of one kind, page by page. One object that cannot be understood is named in the log and left
 * out; the others count.
 *
 * @throws ConnectionError, and ApiError 401: nothing more can be read from this cluster.
 */
export async function readHostKind(
  kind: HostKind,
  { cluster, log, signal }: Deps,
  onObjects: (objects: HostObject[]) => void,
): Promise<HostRead> {
  const seen = new Set<string>();
  const readPages = async () => {
    for await (const { items } of cluster.list(kind.resource, { limit: pageSize, signal })) {
      const objects = items.flatMap((item) => understood(kind, item, log)).filter(isNew(seen));
      if (objects.length > 0) onObjects(objects);
    }
  };
  try {
    await readPages().catch((err: unknown) => {
      // The list expired between two pages: it is read again, once.
      if (err instanceof ApiError && err.code === 410) return readPages();
      throw err;
    });
    return { count: seen.size, isAbsent: false };
  } catch (err) {
    if (!(err instanceof ApiError) || err.code === 401) throw err;
    if (err.code === 404) return { count: seen.size, isAbsent: true };
    const refused = `cannot list ${kind.resource.plural}: ${err.message}`;
    return { count: seen.size, isAbsent: false, refused };
  }
}

function understood(kind: HostKind, item: { metadata?: { name?: unknown } }, log: Logger): HostObject[] {
  const object = hostObject(kind, item);
  if (!("malformed" in object)) return [object];
  log.warn({ kind: kind.written, resource: item?.metadata?.name, reason: object.malformed }, "host data malformed");
  return [];
}

function isNew(seen: Set<string>): (object: HostObject) => boolean {
  return ({ metadata }) => !seen.has(metadata.name) && seen.add(metadata.name) !== undefined;
}
