import type { Logger } from "@sortie/process";
import { respond } from "../api/call.ts";
import { outgrown } from "../api/limits/growth-of.ts";
import { statusEncoding } from "../api/wire/negotiate.ts";
import { badRequest, StatusError, tooManyRequests } from "../meta/status.ts";
import { OutgrownError } from "../schema/growth.ts";
import type { Answer } from "../serve/answer.ts";
import { StoreBusyError, StoreDiskError, StoreFullError } from "../store/store.ts";

/**
 * A status as the client wants to read it. client-go repeats a request by itself only when a 429 or 5xx says after how
 * many seconds.
 */
export function failure({ status, headers }: StatusError, accept: string | null | undefined): Answer {
  const answer = respond({ format: { as: "object", encoding: statusEncoding(accept) } }, status.code, status);
  const seconds = status.details?.retryAfterSeconds;
  const again = seconds !== undefined && { "Retry-After": String(seconds) };
  return { ...answer, headers: { ...answer.headers, ...again, ...headers } };
}

/** What an error is to the client. Only what nobody expected is logged. */
export function statusOf(error: Error, log: Logger): StatusError {
  if (error instanceof StatusError) return error;
  if (error instanceof OutgrownError) return outgrown(error);
  if (isTooDeep(error)) return badRequest("the body of the request is nested too deeply");
  if (isCutOff(error)) return badRequest("the request ended before its body did");
  if (error instanceof StoreBusyError) return tooManyRequests();
  if (error instanceof StoreFullError) {
    log.error({ err: error }, "the disk takes no more");
    return new StatusError(507, "InsufficientStorage", `${error.message}: nothing was stored`, {
      retryAfterSeconds: 10,
    });
  }
  if (error instanceof StoreDiskError) {
    log.error({ err: error }, "the disk fails");
    return new StatusError(500, "InternalError", `${error.message}: nothing was stored`, { retryAfterSeconds: 10 });
  }
  log.error({ err: error }, "request failed");
  return new StatusError(500, "InternalError", "Internal error occurred");
}

/** Only bodies make recursion deep, and nothing has been stored when it ends like this. */
function isTooDeep(error: Error): boolean {
  return error instanceof RangeError && error.message.startsWith("Maximum call stack size");
}

/** Whoever sent the request is gone, and nobody reads the answer. */
function isCutOff(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === "ECONNRESET" && error.message === "aborted";
}
