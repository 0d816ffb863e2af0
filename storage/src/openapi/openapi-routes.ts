import { createHash } from "node:crypto";
import { Hono } from "hono";
import { checkAcceptsJson, isKnown } from "../api/wire/representation.ts";
import { apiVersion, type Kinds } from "../meta/kind.ts";
import { openapiV2, openapiV3 } from "./documents.ts";

type Document = { body: string; hash: string };

/** A year: the hash in the URL changes with the document. */
const forever = "public, max-age=31536000, immutable";

/**
 * The schemas that `kubectl explain` and validation read. kube-apiserver asks for version 2 and for the root of version
 * 3 every minute, so both answer 304 when nothing has changed. Kubernetes, "The Kubernetes API", "OpenAPI".
 */
export function openapiRoutes(kinds: Kinds): Hono {
  const routes = new Hono();
  const v2 = document(openapiV2(kinds.all));
  const versions = Map.groupBy(kinds.all, (kind) =>
    kind.group === "" ? `api/${kind.version}` : `apis/${apiVersion(kind)}`,
  );
  const v3 = new Map([...versions].map(([path, own]) => [path, document(openapiV3(own))]));
  const root = document({
    paths: Object.fromEntries(
      [...v3].map(([path, { hash }]) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]),
    ),
  });

  routes.get("/openapi/v2", (c) => answer(c.req.raw, v2));
  routes.get("/openapi/v3", (c) => answer(c.req.raw, root));
  routes.get("/openapi/v3/*", (c) => {
    const path = c.req.path.slice("/openapi/v3/".length);
    const found = v3.get(path);
    if (!found) return c.notFound();
    const hash = c.req.query("hash");
    if (hash !== undefined && hash !== found.hash) return c.redirect(`/openapi/v3/${path}?hash=${found.hash}`, 301);
    return answer(c.req.raw, found, hash === undefined ? undefined : forever);
  });
  return routes;
}

function document(content: object): Document {
  const body = JSON.stringify(content);
  return { body, hash: createHash("sha256").update(body).digest("hex").toUpperCase() };
}

function answer(request: Request, { body, hash }: Document, cacheControl = "no-cache, private"): Response {
  checkAcceptsJson(request);
  const headers = { ETag: `"${hash}"`, Vary: "Accept", "Cache-Control": cacheControl };
  if (isKnown(request, headers.ETag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json" } });
}
