import { readFileSync } from "node:fs";
import { JobError } from "@sortie/process/job-error";
import { systemReason } from "@sortie/process/system-reason";
import { ExceptionPolicies } from "@sortie/wire";
import { z } from "zod";
import { describeIssues } from "../artifacts/describe-issues.ts";
import { describeMisspelt, type UnknownField, unknownFields } from "./policy-fields.ts";

/**
 * Reads a file of posture exception policies, with the fields that Kubescape would leave alone, too: they are not known.
 *
 * @throws JobError `invalid_input` naming what is wrong, and where. So it is for an unknown field where one is missing without
 * which more is accepted.
 */
export function readExceptions(file: string): { policies: ExceptionPolicies; unknown: UnknownField[] } {
  try {
    // A decoder leaves out the byte order mark that editors on Windows write.
    const given: unknown = JSON.parse(new TextDecoder().decode(readFileSync(file)));
    const policies = ExceptionPolicies.parse(given);
    const unknown = unknownFields(given as z.input<typeof ExceptionPolicies>);
    const misspelt = unknown.find(({ missing }) => missing !== undefined);
    if (misspelt !== undefined) throw new Error(describeMisspelt(misspelt.policy, misspelt));
    return { policies, unknown };
  } catch (err) {
    if (!(err instanceof Error)) throw err;
    const reason = err instanceof z.ZodError ? describeIssues(err) : systemReason(err);
    throw new JobError("invalid_input", `cannot use the exceptions of ${file}: ${reason}`, {
      retry: false,
      cause: err,
    });
  }
}
