import { ConnectionError } from "./api-error.ts";
import type { Cluster, KubeObject, Page } from "./cluster.ts";
import { resourcePath } from "./resource-path.ts";
import type { Transport } from "./transport/transport.ts";

const defaultLimit = 500;
/** 500 objects as large as etcd allows are ten times as much. In memory, a page is several times as large as its text. */
const maxPageBytes = 64 * 1024 * 1024;
/** Of a single object; or of all, from a server that knows no pages. V8 cannot hold a longer text than 512 MiB. */
const maxLastPageBytes = 384 * 1024 * 1024;
/** Five million objects: etcd holds fewer of any kind. Who goes on for longer never ends. */
const maxPages = 10_000;
/** A page that is too large is asked for again with so many times fewer objects, and so are those behind it. */
const shrinking = 8;

type List<T> = {
  apiVersion?: string;
  kind?: string;
  metadata?: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  items?: T[] | null;
};

/** Reads a collection page by page: only one page is in memory, and the next is asked for when this one is used up. */
export function listPages(transport: Pick<Transport, "json">): Cluster["list"] {
  return async function* list<T extends KubeObject>(
    resource: Parameters<Cluster["list"]>[0],
    options: NonNullable<Parameters<Cluster["list"]>[1]> = {},
  ): AsyncGenerator<Page<T>, void, undefined> {
    const { namespace, labelSelector, fieldSelector, query, ...call } = options;
    let { limit = defaultLimit } = options;

    async function read(token: string | undefined): Promise<List<T> | undefined> {
      const parameters = { ...query, labelSelector, fieldSelector, limit, continue: token };
      const path = resourcePath(resource, { namespace }, parameters);
      const maxBytes = limit === 1 ? maxLastPageBytes : maxPageBytes;
      try {
        return await transport.json<List<T> | undefined>({ method: "GET", path, ...call, maxBytes });
      } catch (err) {
        if (limit === 1 || !isTooLarge(err)) throw err;
      }
      limit = Math.ceil(limit / shrinking);
      return read(token);
    }

    const what = `GET ${resourcePath(resource, { namespace })}`;
    let next: string | undefined;
    let pages = 0;
    do {
      const answer = await read(next);
      if (!answer?.metadata) throw new ConnectionError("not_json", `${what}: answer is no list`);
      pages += 1;
      const { resourceVersion = "", remainingItemCount, continue: token } = answer.metadata;
      yield {
        items: withTypes(answer),
        resourceVersion,
        ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
      };
      if (token && (token === next || pages === maxPages)) {
        throw new ConnectionError("endless", `${what}: the list does not end; it goes on after page ${pages}`);
      }
      next = token;
    } while (next);
  };
}

function isTooLarge(err: unknown): boolean {
  return err instanceof ConnectionError && err.code === "too_large";
}

/** A server leaves `apiVersion` and `kind` out of the items of built-in lists, where they follow from the list's own. */
function withTypes<T extends KubeObject>({ apiVersion, kind, items }: List<T>): T[] {
  const itemKind = kind?.replace(/List$/, "");
  return (items ?? []).map((item) => (item.kind ? item : { apiVersion, kind: itemKind, ...item }));
}
