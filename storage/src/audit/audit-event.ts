import type { User } from "../access/user.ts";
import type { ResourceRequest } from "../api/request-info.ts";

/** A request to a resource that has been answered, or a watch that has begun. */
export type AuditedRequest = {
  auditId: string;
  /** Path and query. */
  uri: string;
  info: ResourceRequest;
  /** Absent: nobody that is known. */
  user: User | undefined;
  address: string | undefined;
  userAgent: string | undefined;
  code: number;
  receivedAt: Date;
  answeredAt: Date;
  traceId: string | undefined;
};

/**
 * An event of `audit.k8s.io/v1` at level Metadata: who did what to which object and when. Neither bodies nor headers are in
 * it, and of a user nothing that an authenticator added. Kubernetes, "Auditing".
 */
export function auditEvent(request: AuditedRequest): object {
  const { info, user } = request;
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
    stageTimestamp: microTime(request.answeredAt),
    ...(request.traceId && { annotations: { "sortie.dev/trace-id": request.traceId } }),
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
