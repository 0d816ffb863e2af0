import {
  type Attributes,
  type Context,
  type HrTime,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { parseTraceparent } from "@sortie/process";
import type { ResourceRequest } from "../api/request-info.ts";
import type { AnsweredRequest } from "../app/answered-request.ts";

const sampledFlag = 1;

/**
 * One span for one answered request, below the one that the client or kube-apiserver began. Names and attributes are those
 * of OpenTelemetry's semantic conventions for HTTP servers; who asks stands in the audit log and not here.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function recordRequest(tracer: Tracer, request: AnsweredRequest): void {
  const route = routeOf(request.info);
  const startedMs = request.receivedAt.getTime();
  const span: Span = tracer.startSpan(
    `${request.method} ${route}`,
    { kind: SpanKind.SERVER, startTime: hrTime(startedMs), attributes: attributesOf(request, route) },
    parentOf(request.traceparent),
  );
  // Of what a client has done wrong the server's span says nothing but the code.
  if (request.code >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(hrTime(startedMs + request.seconds * 1000));
}

function attributesOf({ method, uri, info, code, auditId, userAgent }: AnsweredRequest, route: string): Attributes {
  return {
    "http.request.method": method,
    "http.route": route,
    "http.response.status_code": code,
    "url.path": info.path,
    "url.query": uri.slice(info.path.length + 1) || undefined,
    "user_agent.original": userAgent,
    "k8s.namespace.name": info.namespace,
    "audit-id": auditId,
  };
}

/** As few as there are resources, as OpenAPI writes paths. */
function routeOf({ group, version, plural, namespace, name, subresource }: ResourceRequest): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespace === undefined ? "" : "/namespaces/{namespace}";
  const below = [name === undefined ? "" : "/{name}", subresource === undefined ? "" : `/${subresource}`].join("");
  return `${root}${within}/${plural}${below}`;
}

/** https://www.w3.org/TR/trace-context/#trace-flags: whether whoever began the trace records it. */
function parentOf(traceparent: string | undefined): Context {
  const parent = parseTraceparent(traceparent);
  if (!parent) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(traceparent?.slice(-2) ?? "", 16) & sampledFlag;
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags, isRemote: true });
}

/** Seconds and nanoseconds. A plain number would be taken for one of `performance.now()` when it is small enough. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}
