import { Hono } from "hono";
import type { Gauge, Metrics } from "../../metrics/metrics.ts";
import { metricsText } from "../../metrics/metrics-route.ts";
import { openapiRoutes } from "../../openapi/openapi-routes.ts";
import type { ApiDeps } from "../call.ts";
import { methodNotAllowed, StatusError } from "../status.ts";
import { discoveryRoutes } from "./discovery-routes.ts";

/** https://prometheus.io/docs/instrumenting/exposition_formats/#basic-info */
const metricsType = "text/plain; version=0.0.4; charset=utf-8";

type Deps = Pick<ApiDeps, "kinds" | "store" | "inFlight"> & { gauges: () => Gauge[] };

/** Whatever is served besides resources. The answer throws a StatusError 404 where there is nothing. */
export function createPages(metrics: Metrics, deps: Deps): (request: Request) => Promise<Response> {
  const pages = new Hono();
  pages.get("/metrics", async (c) => c.text(await metricsText(metrics, deps), 200, { "Content-Type": metricsType }));
  pages.route("/", discoveryRoutes(deps.kinds));
  pages.route("/", openapiRoutes(deps.kinds));
  pages.notFound(async ({ req }) => {
    if (req.method !== "GET" && (await isPage(req.url))) throw methodNotAllowed(["GET", "HEAD"]);
    throw new StatusError(404, "NotFound", "the server could not find the requested resource");
  });
  pages.onError((error) => {
    throw error;
  });
  const isPage = async (url: string) => {
    const found = Promise.resolve(pages.fetch(new Request(url)));
    return found.then(
      () => true,
      () => false,
    );
  };
  return async (request) => pages.fetch(request);
}
