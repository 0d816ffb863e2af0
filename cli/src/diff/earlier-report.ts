import { readFileSync } from "node:fs";
import { systemReason } from "@sortie/process/system-reason";
import { z } from "zod";
import { UsageError } from "../arguments/usage-error.ts";

/** As much of a report in Kubescape's JSON format v2 as a comparison needs; Kubescape's own reports fit as well. */
const EarlierReport = z.object({
  results: z.array(
    z.object({
      resourceID: z.string(),
      controls: z
        .array(
          z.object({
            controlID: z.string(),
            name: z.string().default(""),
            status: z.object({ status: z.enum(["passed", "failed", "skipped"]) }),
          }),
        )
        .nullish()
        .transform((controls) => controls ?? []),
    }),
  ),
});
export type EarlierReport = z.infer<typeof EarlierReport>;

/**
 * Reads what `--format json` wrote.
 *
 * @throws UsageError naming the file and, where its content is at fault, the field.
 */
export function readEarlierReport(file: string): EarlierReport {
  const parsed = EarlierReport.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new UsageError(`--diff ${file} is no report of --format json: ${field}: ${issue?.message ?? ""}`);
}

function readJson(file: string): unknown {
  try {
    // A decoder leaves out the byte order mark that Windows' PowerShell writes.
    return JSON.parse(new TextDecoder().decode(readFileSync(file))) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`--diff ${file} is no JSON: ${error.message}`);
    if (error instanceof Error && "code" in error) throw new UsageError(`Cannot read ${file}: ${systemReason(error)}.`);
    throw error;
  }
}
