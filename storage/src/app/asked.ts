import { randomUUID } from "node:crypto";
import { addressOf } from "../access/peer.ts";
import type { User } from "../access/user.ts";
import { type RequestInfo, type ResourceRequest, requestInfo } from "../api/request-info.ts";
import type { Received } from "../serve/received.ts";
import type { AnsweredRequest } from "./answered-request.ts";

/** A request while it is answered. */
export type Asked = {
  raw: Received;
  /** What the HTTP server knows besides. */
  connection: unknown;
  info: RequestInfo;
  query: URLSearchParams;
  receivedAt: Date;
  /** By a clock that is never set. */
  startedAt: number;
  /** Who asks, once that is known. */
  user?: User | undefined;
};

/** Of requests without any: to make one for each takes longer than to read their path. Nobody changes a query. */
const noQuery = new URLSearchParams();

export function asked(raw: Received, connection: unknown, receivedAt: Date): Asked {
  const startedAt = performance.now();
  const { uri } = raw;
  const question = uri.indexOf("?");
  const pathname = question === -1 ? uri : uri.slice(0, question);
  const query = question === -1 ? noQuery : new URLSearchParams(uri.slice(question));
  const info = requestInfo(raw.method, { pathname, searchParams: query });
  return { raw, connection, info, query, receivedAt, startedAt };
}

/** Who asked for what. kube-apiserver passes on the id by which it has recorded the request itself. */
export function answeredRequest(
  { raw, connection, user, receivedAt }: Asked,
  info: ResourceRequest,
  code: number,
  seconds: number,
): AnsweredRequest {
  const header = (name: string) => raw.headers.get(name) ?? undefined;
  return {
    auditId: givenAuditId(header("audit-id")) ?? randomUUID(),
    method: raw.method,
    uri: raw.uri,
    info,
    user,
    address: addressOf(connection),
    userAgent: header("user-agent"),
    code,
    receivedAt,
    seconds,
    traceparent: header("traceparent"),
  };
}

function givenAuditId(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w-]{1,64}$/.test(text) ? text : undefined;
}
