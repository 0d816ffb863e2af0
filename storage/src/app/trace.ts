import { type Logger, parseTraceparent } from "@sortie/process";

/**
 * The log of one request: every line carries the trace that the client or kube-apiserver began, if there is one.
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function tracedLog(log: Logger, traceparent: string | null): Logger {
  const trace = parseTraceparent(traceparent ?? undefined);
  return trace ? log.child(trace) : log;
}
