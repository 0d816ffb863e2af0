import type { JobObject } from "../plan/observed-job.ts";
import { type PatchDeps, patchJob } from "./patch-job.ts";

/** Brings the deadline of a Job that runs to now: Kubernetes ends it and its pods, and it keeps its name and outcome. */
export async function endEarly(job: JobObject, runsSeconds: number, deps: PatchDeps): Promise<void> {
  const { activeDeadlineSeconds } = job.spec;
  const deadline = Math.max(1, Math.floor(runsSeconds));
  if (typeof activeDeadlineSeconds === "number" && activeDeadlineSeconds <= deadline) return;
  await patchJob(job, { spec: { activeDeadlineSeconds: deadline } }, deps);
}
