import { ApiError, ConnectionError } from "@sortie/kube";
import { JobError } from "@sortie/process";

/** What a failed call to the scanned cluster means for the job: try again. Other errors stay what they are. */
export function unreachable(err: unknown): unknown {
  if (!(err instanceof ApiError || err instanceof ConnectionError)) return err;
  return new JobError("cluster_unreachable", `cannot read the cluster: ${err.message}`, { retry: true, cause: err });
}

const outages = new Set([429, 503, 504]);

/** Whether the server, or whom it asks for this, is busy or away. */
export function isOutage({ code }: ApiError): boolean {
  return outages.has(code);
}

/** Nor does this say anything about the question: who asks is not known any more, a list expired. */
const noAnswers = new Set([401, 410]);

/** Whether the server answered, and refused what it was asked for. Asked again, it would say the same. */
export function isRefusal(err: unknown): err is ApiError {
  return err instanceof ApiError && !isOutage(err) && !noAnswers.has(err.code);
}
