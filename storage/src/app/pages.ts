import { Hono } from "hono";
import type { ApiDeps } from "../api/call.ts";
import { discoveryRoutes } from "../api/discovery/discovery-routes.ts";
import { methodNotAllowed, nothingThere } from "../meta/status.ts";
import type { Gauge, Metrics } from "../metrics/metrics.ts";
import { metricsText } from "../metrics/metrics-route.ts";
import { openapiRoutes } from "../openapi/openapi-routes.ts";
import type { Answer } from "../serve/answer.ts";
import type { Received } from "../serve/received.ts";

/** https://prometheus.io/docs/instrumenting/exposition_formats/#basic-info */
const metricsType = "text/plain; version=0.0.4; charset=utf-8";

const methods = ["GET", "HEAD"];

type Deps = Pick<ApiDeps, "kinds" | "store" | "inFlight"> & { gauges: () => Gauge[] };

/** Whatever is served besides resources. The answer throws a StatusError 404 where there is nothing. */
export function createPages(metrics: Metrics, deps: Deps): (request: Received) => Promise<Answer> {
  const pages = new Hono();
  pages.get("/metrics", async (c) => c.text(await metricsText(metrics, deps), 200, { "Content-Type": metricsType }));
  pages.route("/", discoveryRoutes(deps.kinds));
  pages.route("/", openapiRoutes(deps.kinds));
  pages.notFound(() => {
    throw nothingThere();
  });
  pages.onError((error) => {
    throw error;
  });
  const isPage = async (uri: string) => {
    const found = Promise.resolve(pages.request(uri));
    return found.then(
      () => true,
      () => false,
    );
  };
  return async (request) => {
    if (methods.includes(request.method)) return answerOf(await pages.fetch(request.asRequest()));
    throw (await isPage(request.uri)) ? methodNotAllowed(methods) : nothingThere();
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const body = response.body === null ? undefined : new Uint8Array(await response.arrayBuffer());
  return { code: response.status, headers: Object.fromEntries(response.headers), body };
}
