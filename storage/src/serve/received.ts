import type { IncomingMessage } from "node:http";

/**
 * A request, as far as anything here looks at one: what Fetch's `Request` has, with a path for its URL. To make the real one of
 * what Node's HTTP server reads takes longer than to look at a small request.
 */
export type Received = Pick<Request, "method" | "arrayBuffer" | "text"> & {
  /** Path and query, in the form that URLs have them in. */
  uri: string;
  /** Asked for by names in lower case. */
  headers: Pick<Headers, "get" | "has">;
  /** The body piece by piece. Whoever stops reading leaves the rest where it is. */
  chunks: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The real one without its body, for those who need one. */
  asRequest: () => Request;
};

/** `undefined` for a request of nothing that could be a URL. */
export function receivedFrom(incoming: IncomingMessage): Received | undefined {
  const { method = "GET", headers } = incoming;
  const uri = uriOf(incoming.url ?? "");
  if (uri === undefined) return undefined;
  return {
    method,
    uri,
    headers: {
      get: (name) => headers[name]?.toString() ?? null,
      has: (name) => headers[name] !== undefined,
    },
    chunks: () => incoming.iterator({ destroyOnReturn: false }),
    text: async () => new TextDecoder().decode(await bytesOf(incoming)),
    arrayBuffer: async () => new Uint8Array(await bytesOf(incoming)).buffer,
    asRequest: () => new Request(`http://localhost${uri}`, { method, headers: headerPairs(incoming) }),
  };
}

/** One that is made in this process. */
export function receivedAs(request: Request): Received {
  const { method, headers } = request;
  return {
    method,
    uri: uriOf(request.url) ?? "/",
    headers,
    chunks: () => request.body ?? [],
    text: () => request.text(),
    arrayBuffer: () => request.arrayBuffer(),
    asRequest: () => request,
  };
}

/** What the URL standard leaves as it is: nearly all that anybody asks for. */
const normal = /^\/[!$&-;=?-[\]_a-z~]*$/;
/** Also as URLs may write them: `%2e`. */
const dotSegment = /^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|$)/i;

/**
 * Path and query of a request's target, which may be a whole URL (RFC 9112, section 3.2). Paths are refused that are others to
 * whoever reads them as a URL: a backslash would be a slash, and `..` would take away what is before it. kube-apiserver looks
 * at `namespaces/a/x/../../b/y` as at something in the namespace a, and passes it on as it is.
 */
function uriOf(target: string): string | undefined {
  if (dotSegment.test(target)) return undefined;
  if (normal.test(target)) return target;
  if (target.split("?", 1)[0]?.includes("\\")) return undefined;
  const url = URL.parse(target.startsWith("/") ? `http://localhost${target}` : target);
  return url && /^https?:$/.test(url.protocol) ? `${url.pathname}${url.search}` : undefined;
}

function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("error", reject);
    // Of a client that has left before nothing more is told.
    if (incoming.errored) reject(incoming.errored);
  });
}

function headerPairs({ rawHeaders }: IncomingMessage): [string, string][] {
  const names = rawHeaders.filter((_, at) => at % 2 === 0);
  return names.map((name, at) => [name, rawHeaders[2 * at + 1] ?? ""]);
}
