import { ConnectionError } from "./api-error.ts";
import type { Cluster, KubeObject, Page } from "./cluster.ts";
import { resourcePath } from "./resource-path.ts";
import type { Transport } from "./transport/transport.ts";

const defaultLimit = 500;
/** 500 objects as large as etcd allows do not fit, 500 that occur do. V8 cannot hold a longer text than 512 MiB. */
const maxPageBytes = 384 * 1024 * 1024;

type List<T> = {
  apiVersion?: string;
  kind?: string;
  metadata?: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  items?: T[] | null;
};

/** Reads a collection page by page: only one page is in memory, and the next is asked for when this one is used up. */
export function listPages(transport: Transport): Cluster["list"] {
  return async function* list<T extends KubeObject>(
    resource: Parameters<Cluster["list"]>[0],
    options: NonNullable<Parameters<Cluster["list"]>[1]> = {},
  ): AsyncGenerator<Page<T>, void, undefined> {
    const { namespace, labelSelector, fieldSelector, limit = defaultLimit, query, ...call } = options;
    let next: string | undefined;
    do {
      const path = resourcePath(
        resource,
        { namespace },
        { ...query, labelSelector, fieldSelector, limit, continue: next },
      );
      const answer = await transport.json<List<T> | undefined>({
        method: "GET",
        path,
        ...call,
        maxBytes: maxPageBytes,
      });
      if (!answer?.metadata) throw new ConnectionError("not_json", `GET ${path.split("?", 1)[0]}: answer is no list`);
      const { resourceVersion = "", remainingItemCount, continue: token } = answer.metadata;
      yield {
        items: withTypes(answer),
        resourceVersion,
        ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
      };
      next = token;
    } while (next);
  };
}

/** A server leaves `apiVersion` and `kind` out of the items of built-in lists, where they follow from the list's own. */
function withTypes<T extends KubeObject>({ apiVersion, kind, items }: List<T>): T[] {
  const itemKind = kind?.replace(/List$/, "");
  return (items ?? []).map((item) => (item.kind ? item : { apiVersion, kind: itemKind, ...item }));
}
