import { ApiError, ConnectionError } from "@sortie/kube";
import { JobError, type Logger } from "@sortie/process";
import { patiently, type Wait } from "../concurrency/patiently.ts";

/** What it takes to wait for storage. */
export type Waiting = { log: Pick<Logger, "warn">; wait: Wait; signal: AbortSignal };

/** Does something again while storage is away, and says so. */
export function whileAway<T>(work: () => Promise<T>, { log, wait, signal }: Waiting): Promise<T> {
  const onOutage = (err: Error, againInSeconds: number) =>
    log.warn({ reason: err.message, againInSeconds }, "storage is away");
  return patiently(work, { isOutage, onOutage, wait, signal });
}

/** An object that storage refuses for what it is would be refused again: that is our mistake and no outage. */
export function isOutage(err: unknown): err is Error {
  return err instanceof ConnectionError || (err instanceof ApiError && ![400, 413, 422].includes(err.code));
}

export function unavailable(cause: Error): JobError {
  return new JobError("storage_unavailable", `cannot store results: ${cause.message}`, { retry: true, cause });
}
