import { type Context, Hono } from "hono";
import type { Kinds } from "../../meta/kind.ts";
import { isKnown } from "../wire/representation.ts";
import { aggregatedType, createDiscovery, wantsAggregated } from "./discovery.ts";

/** What kubectl, kube-apiserver and controllers ask first. Kubernetes API Concepts, "API Discovery". */
export function discoveryRoutes(kinds: Kinds): Hono {
  const routes = new Hono();
  const discovery = createDiscovery(kinds);

  const serve = (c: Context) => {
    const path = c.req.path.replace(/\/$/, "");
    const aggregated = wantsAggregated(c.req.header("accept")) ? discovery.aggregated(path) : undefined;
    if (!aggregated) {
      const plain = discovery.plain(path);
      return plain ? c.json(plain, 200, { Vary: "Accept" }) : c.notFound();
    }
    const headers = { ETag: aggregated.etag, Vary: "Accept", "Cache-Control": "public" };
    if (isKnown(c.req.raw, aggregated.etag)) return c.body(null, 304, headers);
    return c.body(aggregated.body, 200, { ...headers, "Content-Type": aggregatedType });
  };
  // Clients that are generated from kube-apiserver's OpenAPI ask with a slash behind it.
  for (const path of ["/api", "/api/:version", "/apis", "/apis/:group", "/apis/:group/:version"])
    for (const form of [path, `${path}/`]) routes.get(form, serve);
  routes.get("/version", (c) => c.json({ major: "1", minor: "35", gitVersion: "v1.35.0+sortie" }));
  return routes;
}
