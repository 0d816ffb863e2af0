import { writeFileSync } from "node:fs";
import { exitCodeOf, type JobOutcome, ScanRequest } from "@sortie/wire";
import { z } from "zod";
import { type Clock, systemClock } from "./clock.ts";
import { failedOutcome, JobError } from "./job-error.ts";
import { createLogger, type Logger } from "./logger.ts";
import { ConfigError, readConfig } from "./read-config.ts";
import { parseTraceparent } from "./traceparent.ts";

/** What a job program is given. `signal` aborts on SIGTERM; every I/O call takes it. */
export type Job<C> = { request: ScanRequest; config: C; log: Logger; clock: Clock; signal: AbortSignal };

const Env = z.object({
  SCAN_REQUEST: z.string().max(131_072),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
  /** File that receives the `JobOutcome`. Kubernetes' default path in a container. */
  TERMINATION_LOG: z.string().default("/dev/termination-log"),
  TRACEPARENT: z.string().optional(),
});

/**
 * Runs one job program from environment to exit code: reads config, binds the log fields, stops on SIGTERM and reports
 * the outcome twice, as termination message and as exit code. Whatever ends a job program ends here.
 */
export async function runJob<C extends z.ZodObject>(
  name: string,
  Config: C,
  scan: (job: Job<z.infer<C>>) => Promise<Record<string, number>>,
): Promise<void> {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort(new JobError("terminated", "stopped by SIGTERM", { retry: true })));
  const startedAt = performance.now();
  let log = createLogger(name);
  let terminationLog = process.env.TERMINATION_LOG ?? "/dev/termination-log";
  let outcome: JobOutcome;
  try {
    const env = readConfig(Env);
    terminationLog = env.TERMINATION_LOG;
    const request = parseRequest(env.SCAN_REQUEST);
    log = createLogger(name, env.LOG_LEVEL).child({
      jobId: request.jobId,
      parentId: request.parentId,
      ...parseTraceparent(env.TRACEPARENT),
    });
    const config = readConfig(Config);
    log.info("job started");
    outcome = {
      status: "succeeded",
      counts: await scan({ request, config, log, clock: systemClock, signal: stop.signal }),
    };
    log.info({ ...outcome.counts, durationSeconds: secondsSince(startedAt) }, "job succeeded");
  } catch (thrown) {
    const err = stop.signal.aborted ? stop.signal.reason : thrown;
    outcome = err instanceof ConfigError ? failedOutcome(invalidInput(err)) : failedOutcome(err);
    log.error(
      { err, code: outcome.status === "failed" ? outcome.code : undefined, durationSeconds: secondsSince(startedAt) },
      "job failed",
    );
  }
  writeFileSync(terminationLog, JSON.stringify(outcome));
  process.exitCode = exitCodeOf(outcome);
}

function parseRequest(text: string): ScanRequest {
  const parsed = z
    .string()
    .transform((json, ctx) => {
      try {
        return JSON.parse(json) as unknown;
      } catch {
        ctx.addIssue({ code: "custom", message: "is not JSON" });
        return z.NEVER;
      }
    })
    .pipe(ScanRequest)
    .safeParse(text, { jitless: true });
  if (!parsed.success) throw new ConfigError(`SCAN_REQUEST: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function invalidInput(err: ConfigError): JobError {
  return new JobError("invalid_input", err.message, { retry: false, cause: err });
}

function secondsSince(startedAt: number): number {
  return Math.round(performance.now() - startedAt) / 1000;
}
