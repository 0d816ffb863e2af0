/** Trace context of the action that started this process (W3C Trace Context, "traceparent Header Field Values"). */
export type TraceContext = { traceId: string; spanId: string };

const traceparent = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** `undefined` for anything that is not a valid version 00 header: a broken trace never stops a scan. */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  const [, traceId, spanId] = traceparent.exec(text ?? "") ?? [];
  return traceId && spanId ? { traceId, spanId } : undefined;
}
