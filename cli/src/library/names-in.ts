import { readdirSync } from "node:fs";
import { systemReason } from "@sortie/process/system-reason";
import { UsageError } from "../arguments/usage-error.ts";

/**
 * The names in a folder of the control library, or in that folder itself.
 *
 * @throws UsageError where it cannot be read.
 */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`Cannot read the control library ${folder}: ${systemReason(error)}. POLICIES_DIR names it.`);
  }
}
