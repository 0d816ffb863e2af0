import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";

/** A folder of its own, in memory where there is such a place: a test waits for no disk. */
export function temporaryFolder(): string {
  return mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "sortie-storage-"));
}
