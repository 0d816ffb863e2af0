import { parseTraceparent } from "@sortie/process";
import type { ResourceRequest } from "../api/request-info.ts";
import type { AnsweredRequest } from "../app/answered-request.ts";

/**
 * An event of `audit.k8s.io/v1` at level Metadata: who did what to which object and when. Neither bodies nor headers are in
 * it, and of a user nothing that an authenticator added. Kubernetes, "Auditing".
 */
export function auditEvent(request: AnsweredRequest): object {
  const { info, user } = request;
  const trace = parseTraceparent(request.traceparent);
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "Metadata",
    auditID: request.auditId,
    stage: info.verb === "watch" ? "ResponseStarted" : "ResponseComplete",
    requestURI: request.uri,
    verb: info.verb,
    user: user ? { username: user.username, ...(user.uid && { uid: user.uid }), groups: user.groups } : {},
    ...(request.address && { sourceIPs: [request.address] }),
    ...(request.userAgent && { userAgent: request.userAgent.slice(0, longestUserAgent) }),
    objectRef: objectRef(info),
    responseStatus: { metadata: {}, code: request.code },
    requestReceivedTimestamp: microTime(request.receivedAt),
    stageTimestamp: microTime(new Date(request.receivedAt.getTime() + request.seconds * 1000)),
    ...(trace && { annotations: { "sortie.dev/trace-id": trace.traceId } }),
  };
}

/** As in kube-apiserver. */
const longestUserAgent = 1024;

function objectRef({ group, version, plural, namespace, name, subresource }: ResourceRequest): object {
  return {
    resource: plural,
    ...(namespace && { namespace }),
    ...(name && { name }),
    ...(group && { apiGroup: group }),
    apiVersion: version,
    ...(subresource && { subresource }),
  };
}

/** Kubernetes' MicroTime: RFC 3339 with six digits. */
function microTime(time: Date): string {
  return time.toISOString().replace("Z", "000Z");
}
