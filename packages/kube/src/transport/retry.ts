import { backoffSeconds } from "../backoff.ts";

/** client-go gives up on a call after this many repetitions (rest.Request, `maxRetries`). */
const maxRetries = 10;
const repeatTimes = { firstSeconds: 0.1, maxSeconds: 5 };
const brokenConnection = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** How one attempt at a call ended: with an answer, or without one. */
export type Ended<Answer> =
  | { status: number; retryAfter: string | string[] | undefined; answer: Answer }
  | { err: unknown };

export type Past = { retries: number; hasSignedInAgain: boolean };

export type Step<Answer> =
  | { do: "accept"; answer: Answer }
  | { do: "fail" }
  | { do: "sign_in_again" }
  | { do: "wait"; seconds: number };

/**
 * What to do after one attempt. As in client-go, an answer is repeated when the server names the seconds, whatever the
 * method: it says that it did nothing. A call that broke off is repeated if it only reads: a server that closes an idle
 * connection while a call is on its way looks like this, and so does one that did what was asked and died.
 */
export function nextStep<Answer>(
  method: string,
  ended: Ended<Answer>,
  { retries, hasSignedInAgain }: Past,
  remainingSeconds: number,
): Step<Answer> {
  if ("err" in ended) return waitOrFail(secondsAfterError(method, ended.err, retries), retries, remainingSeconds);
  if (ended.status < 300) return { do: "accept", answer: ended.answer };
  if (ended.status === 401 && !hasSignedInAgain) return { do: "sign_in_again" };
  const isBusy = ended.status === 429 || ended.status >= 500;
  return waitOrFail(isBusy ? parseRetryAfter(ended.retryAfter) : undefined, retries, remainingSeconds);
}

function waitOrFail(seconds: number | undefined, retries: number, remainingSeconds: number): Step<never> {
  const mayWait = seconds !== undefined && retries < maxRetries && seconds < remainingSeconds;
  return mayWait ? { do: "wait", seconds } : { do: "fail" };
}

/** `Retry-After` in whole seconds, which is the only form Kubernetes sends. */
export function parseRetryAfter(header: string | string[] | undefined): number | undefined {
  return typeof header === "string" && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}

function secondsAfterError(method: string, err: unknown, retries: number): number | undefined {
  const code = err instanceof Error && "code" in err ? String(err.code) : "";
  return method === "GET" && brokenConnection.has(code) ? backoffSeconds(retries + 1, repeatTimes) : undefined;
}
