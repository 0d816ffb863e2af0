import type { HeaderLines } from "../../serve/connection.ts";
import { parseMediaType } from "./media-type.ts";

/** By which kube-apiserver says for whom it passes a request on. Kubernetes, "Authenticating Proxy". */
const proxyHeader = "x-remote-user";

/**
 * Whether an answer goes out as gzip: where the client takes it, and it is not only for the last hop. kube-apiserver's HTTP
 * client asks for gzip by itself when its own client does not, and unpacks what it gets before it passes it on: both cost
 * more than the bytes of that hop. It is told from a wish of the client by its place. Go sends the headers of a request
 * sorted by name, and what its transport adds behind all of them (`net/http`, `Transport.DisableCompression`); a proxied
 * request has headers that come after `Accept-Encoding`. A plain answer is right for both (RFC 9110, section 12.5.3).
 *
 * @param lines Names and values in turn, as they came; none where that is not known.
 */
export function isGzipWanted(acceptEncoding: string | null, lines: HeaderLines = []): boolean {
  return acceptEncoding !== null && takesGzip(acceptEncoding) && !isAskedByProxyAlone(lines);
}

function takesGzip(acceptEncoding: string): boolean {
  return acceptEncoding.split(",").some((entry) => {
    const { type, quality } = parseMediaType(entry);
    return (type === "gzip" || type === "x-gzip") && quality > 0;
  });
}

function isAskedByProxyAlone(lines: HeaderLines): boolean {
  const names = lines.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  return names.at(-1) === "accept-encoding" && lines.at(-1) === "gzip" && names.includes(proxyHeader);
}
