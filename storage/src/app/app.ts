import type { Logger } from "@sortie/process";
import type { Authentication } from "../access/authenticate.ts";
import { type Peer, peerOf } from "../access/peer.ts";
import type { Identity } from "../access/user.ts";
import type { RateLimit } from "../api/limits/rate-limit.ts";
import type { RequestInfo } from "../api/request-info.ts";
import { StatusError } from "../meta/status.ts";
import { createMetrics, type Gauge } from "../metrics/metrics.ts";
import { createRequestLabels } from "../metrics/request-labels.ts";
import { parseSelector } from "../objects/selectors.ts";
import type { Answer } from "../serve/answer.ts";
import type { Ask } from "../serve/request-listener.ts";
import type { Listener } from "./answered-request.ts";
import { appliesNew } from "./applies-new.ts";
import { type Asked, answeredRequest, asked } from "./asked.ts";
import { failure, statusOf } from "./failure.ts";
import { health } from "./health.ts";
import { createPages } from "./pages.ts";
import { serveResource, type VerbDeps } from "./serve-resource.ts";
import { tracedLog } from "./trace.ts";

export type AppDeps = VerbDeps & {
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
export function createApp(deps: AppDeps): { ask: Ask } {
  const metrics = createMetrics();
  const labelsOf = createRequestLabels(deps.kinds);
  const pages = createPages(metrics, deps);

  /** Resources are most of what is asked for, so they are not looked for among pages. */
  async function answer(request: Asked): Promise<Answer> {
    const { info, raw } = request;
    const who = await identify(request, deps);
    // A watch is counted by the one who writes its stream.
    const leave = info.verb === "watch" ? undefined : deps.inFlight.enter(info, who.user.username);
    try {
      await admit(request, who, deps);
      return (await serveResource(request, deps)) ?? (await pages(raw));
    } finally {
      leave?.();
    }
  }

  async function observed(request: Asked): Promise<Answer> {
    const answered = await answer(request).catch((error: Error) => failureOf(error, request, deps.log));
    const seconds = (performance.now() - request.startedAt) / 1000;
    const { info } = request;
    const { code } = answered;
    metrics.answered({ labels: labelsOf(info, contentTypeOf(request)), code, seconds });
    if (deps.answered && info.type === "resource") deps.answered(answeredRequest(request, info, code, seconds));
    if (deps.log.isLevelEnabled("debug")) {
      logOf(request, deps.log).debug({ verb: info.verb, path: info.path, code, durationSeconds: seconds }, "answered");
    }
    return answered;
  }

  return {
    ask: async (raw, connection) => {
      const request = asked(raw, connection, deps.now());
      const answered = health(request, deps) ?? (await observed(request));
      return raw.method === "HEAD" ? headOf(answered) : answered;
    },
  };
}

function headOf({ code, headers, body }: Answer): Answer {
  // Nobody reads it, and whoever writes it would wait.
  if (body instanceof ReadableStream) void body.cancel();
  return { code, headers };
}

function failureOf(error: Error, request: Asked, log: Logger): Answer {
  return failure(statusOf(error, logOf(request, log)), request.raw.headers.get("accept"));
}

/** Headers are read only where they say something. */
function contentTypeOf({ raw, info }: Asked): string | null {
  return info.verb === "patch" ? raw.headers.get("content-type") : null;
}

function logOf({ raw }: Asked, log: Logger): Logger {
  return tracedLog(log, raw.headers.get("traceparent"));
}

/** @throws StatusError 401, 403, 429 or 503. */
async function identify(request: Asked, deps: AppDeps): Promise<Identity> {
  const { raw, connection } = request;
  const who = await deps
    .authenticate(raw.headers.get("authorization"), peerOf(connection))
    .catch((error: Error) => unknown(error, request, deps.log));
  if ("refused" in who) throw new StatusError(401, "Unauthorized", who.refused);
  request.user = who.identity.user;
  if (raw.headers.has("impersonate-user")) throw new StatusError(403, "Forbidden", impersonationRefused);
  deps.rateLimit(who.identity.user.username);
  return who.identity;
}

/** @throws StatusError 403, 429 or 503. */
async function admit(request: Asked, who: Identity, deps: AppDeps): Promise<void> {
  const { info, query } = request;
  const fail = (error: Error) => unknown(error, request, deps.log);
  const name = selectedName(info, query.get("fieldSelector"));
  const refused = await deps.authorize(who, info, name).catch(fail);
  if (refused !== undefined) throw new StatusError(403, "Forbidden", refused);
  if (await appliesNew(request, deps)) await admitCreation(who, info, deps).catch(fail);
}

/** @throws StatusError 503 where the cluster does not say who asks and what they may. */
function unknown(error: Error, request: Asked, log: Logger): never {
  if (error instanceof StatusError) throw error;
  logOf(request, log).error({ err: error }, "the cluster does not say who asks and what they may");
  throw new StatusError(503, "ServiceUnavailable", "the cluster does not say who asks", { retryAfterSeconds: 1 });
}

/** kube-apiserver has looked at the right to patch only, so somebody whom it sends is asked about, too. */
async function admitCreation({ user }: Identity, info: RequestInfo, deps: AppDeps): Promise<void> {
  const creation: RequestInfo = info.type === "resource" ? { ...info, verb: "create" } : info;
  const refused = await deps.authorize({ user, isAuthorized: false }, creation);
  if (refused !== undefined) throw new StatusError(403, "Forbidden", refused);
}

/** kube-apiserver takes the header away from what it passes on. Whoever uses it here would have all of their own rights. */
const impersonationRefused = "direct requests cannot impersonate anybody: send them through kube-apiserver";

/** A list or watch of one object by its name is what a right on that name allows. */
function selectedName(info: RequestInfo, fieldSelector: string | null): string | undefined {
  if (info.type !== "resource" || info.name !== undefined || !fieldSelector) return undefined;
  return parseSelector("", fieldSelector).name;
}
