import { randomUUID } from "node:crypto";
import type { Logger } from "@sortie/process";
import { type Context, Hono } from "hono";
import type { Authentication } from "../access/authenticate.ts";
import { addressOf, type Peer, peerOf } from "../access/peer.ts";
import type { Identity } from "../access/user.ts";
import { createMetrics, type Gauge } from "../metrics/metrics.ts";
import { metricsText } from "../metrics/metrics-route.ts";
import { requestLabels } from "../metrics/request-labels.ts";
import { parseSelector } from "../objects/selectors.ts";
import { openapiRoutes } from "../openapi/openapi-routes.ts";
import type { AnsweredRequest, Listener } from "./answered-request.ts";
import type { ApiDeps, Env } from "./call.ts";
import { discoveryRoutes } from "./discovery-routes.ts";
import { failure, statusOf } from "./failure.ts";
import type { RateLimit } from "./rate-limit.ts";
import { type RequestInfo, requestInfo } from "./request-info.ts";
import { serveResource } from "./serve-resource.ts";
import { StatusError } from "./status.ts";
import { tracedLog } from "./trace.ts";

export type AppDeps = ApiDeps & {
  log: Logger;
  /** Who asks. The peer is what the HTTP server knows besides the request. */
  authenticate(authorization: string | null, peer: Peer): Promise<Authentication>;
  /** Whether the user may: `undefined` for yes, otherwise the reason. `name`: the only object that can be selected. */
  authorize(identity: Identity, info: RequestInfo, name?: string): Promise<string | undefined>;
  /** How much of it. */
  rateLimit: RateLimit;
  /** Told of every request to a resource; absent: nobody wants to know. */
  answered?: Listener | undefined;
  /** Further metrics of whatever runs beside the API. */
  gauges: () => Gauge[];
  /** What keeps the server from serving, if anything. */
  notReady(): string | undefined;
};

/** The whole API: health for everybody, everything else for those who are known and may. */
export function createApp(deps: AppDeps): Hono<Env> {
  const app = new Hono<Env>();
  const metrics = createMetrics();
  app.get("/livez", (c) => c.text("ok"));
  app.get("/readyz", (c) => {
    const reason = deps.notReady();
    return reason === undefined ? c.text("ok") : c.text(reason, 503);
  });
  app.use(async (c, next) => {
    const startedAt = performance.now();
    const url = new URL(c.req.url);
    const info = requestInfo(c.req.method, url);
    c.set("info", info);
    c.set("query", url.searchParams);
    const receivedAt = deps.now();
    // A watch is counted by the one who writes its stream.
    const leave = info.verb === "watch" ? undefined : deps.inFlight.enter(info);
    await next();
    leave?.();
    const seconds = (performance.now() - startedAt) / 1000;
    const code = c.res.status;
    metrics.answered({ labels: requestLabels(info, deps.kinds), code, seconds });
    if (deps.answered && info.type === "resource") deps.answered({ ...asked(c), info, code, receivedAt, seconds });
    if (deps.log.isLevelEnabled("debug")) {
      tracedLog(deps.log, c.req.header("traceparent")).debug(
        { verb: info.verb, path: info.path, code, seconds },
        "answered",
      );
    }
  });
  app.use(async (c, next) => {
    await admit(c, deps);
    await next();
  });
  app.get("/metrics", async (c) => c.text(await metricsText(metrics, deps)));
  app.route("/", discoveryRoutes(deps.kinds));
  app.route("/", openapiRoutes(deps.kinds));
  for (const path of ["/api/*", "/apis/*"]) {
    app.all(path, async (c) => {
      const { info, query } = c.var;
      return (await serveResource({ info, query, raw: c.req.raw }, deps)) ?? c.notFound();
    });
  }
  app.notFound((c) => failure(unknownPath(), c.req.header("accept")));
  app.onError((error, c) => {
    const log = tracedLog(deps.log, c.req.header("traceparent"));
    return failure(statusOf(error, log), c.req.header("accept"));
  });
  return app;
}

/** Who asks for what. kube-apiserver passes on the id by which it has recorded the request itself. */
function asked(c: Context<Env>): Omit<AnsweredRequest, "info" | "code" | "receivedAt" | "seconds"> {
  const { pathname, search } = new URL(c.req.url);
  return {
    auditId: givenAuditId(c.req.header("audit-id")) ?? randomUUID(),
    method: c.req.method,
    uri: pathname + search,
    user: c.get("user"),
    address: addressOf(c.env),
    userAgent: c.req.header("user-agent"),
    traceparent: c.req.header("traceparent"),
  };
}

function givenAuditId(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w-]{1,64}$/.test(text) ? text : undefined;
}

function unknownPath(): StatusError {
  return new StatusError(404, "NotFound", "the server could not find the requested resource");
}

/** @throws StatusError 401, 403 or 429. */
async function admit(c: Context<Env>, deps: AppDeps): Promise<void> {
  const info = c.get("info");
  const who = await deps.authenticate(c.req.header("authorization") ?? null, peerOf(c.env));
  if ("refused" in who) throw new StatusError(401, "Unauthorized", who.refused);
  c.set("user", who.identity.user);
  deps.rateLimit(who.identity.user.username);
  const refused = await deps.authorize(who.identity, info, selectedName(info, c.get("query").get("fieldSelector")));
  if (refused !== undefined) throw new StatusError(403, "Forbidden", refused);
}

/** A list or watch of one object by its name is what a right on that name allows. */
function selectedName(info: RequestInfo, fieldSelector: string | null): string | undefined {
  if (info.type !== "resource" || info.name !== undefined || !fieldSelector) return undefined;
  return parseSelector("", fieldSelector).name;
}
