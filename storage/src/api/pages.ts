import { Hono } from "hono";
import type { Gauge, Metrics } from "../metrics/metrics.ts";
import { metricsText } from "../metrics/metrics-route.ts";
import { openapiRoutes } from "../openapi/openapi-routes.ts";
import type { ApiDeps } from "./call.ts";
import { discoveryRoutes } from "./discovery-routes.ts";
import { StatusError } from "./status.ts";

type Deps = Pick<ApiDeps, "kinds" | "store" | "inFlight"> & { gauges: () => Gauge[] };

/** Whatever is served besides resources. The answer throws a StatusError 404 where there is nothing. */
export function createPages(metrics: Metrics, deps: Deps): (request: Request) => Promise<Response> {
  const pages = new Hono();
  pages.get("/metrics", async (c) => c.text(await metricsText(metrics, deps)));
  pages.route("/", discoveryRoutes(deps.kinds));
  pages.route("/", openapiRoutes(deps.kinds));
  pages.notFound(() => {
    throw new StatusError(404, "NotFound", "the server could not find the requested resource");
  });
  pages.onError((error) => {
    throw error;
  });
  return async (request) => pages.fetch(request);
}
