// A job program for tests: reads a number from a file, tells that it has read, and ends when it is let go.
import { appendFileSync, existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { JobError, runJob } from "@sortie/process";
import { z } from "zod";

const Config = z.object({ SCANNED_DIR: z.string() });

await runJob("test-scan", Config, async ({ request, config, signal }) => {
  const seen = Number(readFileSync(join(config.SCANNED_DIR, "workload"), "utf8"));
  appendFileSync(join(config.SCANNED_DIR, "runs"), `${request.jobId} ${seen}\n`);
  await released(join(config.SCANNED_DIR, "hold"), config.SCANNED_DIR, signal);
  const [failWith] = request.target.controls;
  if (failWith === "C-FAIL") throw new JobError("invalid_input", "no such control", { retry: false });
  return { seen };
});

/** Waits while the file is there. */
async function released(hold: string, dir: string, signal: AbortSignal): Promise<void> {
  const changes = watch(dir);
  try {
    while (existsSync(hold)) {
      signal.throwIfAborted();
      await new Promise((resolve) => {
        changes.once("change", resolve);
        signal.addEventListener("abort", resolve, { once: true });
      });
    }
  } finally {
    changes.close();
  }
}
