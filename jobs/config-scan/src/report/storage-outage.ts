import { ApiError, ConnectionError } from "@sortie/kube";
import { JobError } from "@sortie/process";

/** An object that storage refuses for what it is would be refused again: that is our mistake and no outage. */
export function isOutage(err: unknown): err is Error {
  return err instanceof ConnectionError || (err instanceof ApiError && ![400, 413, 422].includes(err.code));
}

export function unavailable(cause: Error): JobError {
  return new JobError("storage_unavailable", `cannot store results: ${cause.message}`, { retry: true, cause });
}
