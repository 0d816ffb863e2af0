import { ApiError, ConnectionError } from "@sortie/kube";
import { JobError } from "@sortie/process";

/** What a failed call to the scanned cluster means for the job: try again. Other errors stay what they are. */
export function unreachable(err: unknown): unknown {
  if (!(err instanceof ApiError || err instanceof ConnectionError)) return err;
  return new JobError("cluster_unreachable", `cannot read the cluster: ${err.message}`, { retry: true, cause: err });
}
