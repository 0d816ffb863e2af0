import { readFileSync } from "node:fs";
import { JobError } from "@sortie/process/job-error";
import { systemReason } from "@sortie/process/system-reason";
import { ExceptionPolicies } from "@sortie/wire";
import { z } from "zod";
import { describeIssues } from "../artifacts/describe-issues.ts";

/**
 * Reads a file of posture exception policies.
 *
 * @throws JobError `invalid_input` naming what is wrong, and where.
 */
export function readExceptions(file: string): ExceptionPolicies {
  try {
    return ExceptionPolicies.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (err) {
    if (!(err instanceof Error)) throw err;
    const reason = err instanceof z.ZodError ? describeIssues(err) : systemReason(err);
    throw new JobError("invalid_input", `cannot use the exceptions of ${file}: ${reason}`, {
      retry: false,
      cause: err,
    });
  }
}
