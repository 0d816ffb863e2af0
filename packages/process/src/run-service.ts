import { z } from "zod";
import { type Clock, systemClock } from "./clock.ts";
import { createLogger, type Logger } from "./logger.ts";
import { readConfig } from "./read-config.ts";

/** What a long-running program is given. `signal` aborts on SIGTERM or SIGINT. */
export type Service<C> = { config: C; log: Logger; clock: Clock; signal: AbortSignal };

/** A started program: `stop` ends it in order and resolves when nothing of it is left. */
export type Running = { stop(): Promise<void> };

const Env = z.object({ LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info") });

/** A program that has not stopped this long after the signal is ended: 5 s less than a pod's default grace period. */
const stopWithinSeconds = 25;

/**
 * Runs one long-running program: reads config, starts it, waits for SIGTERM or SIGINT, stops it. A failed start or an
 * error nobody caught ends the process with code 70 and one error line; Kubernetes starts it again.
 */
export async function runService<C extends z.ZodObject>(
  name: string,
  Config: C,
  start: (service: Service<z.infer<C>>) => Promise<Running>,
): Promise<void> {
  let log = createLogger(name);
  const end = (err: unknown) => {
    log.fatal({ err }, "service failed");
    process.exit(70);
  };
  process.once("uncaughtException", end);
  process.once("unhandledRejection", end);
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  try {
    log = createLogger(name, readConfig(Env).LOG_LEVEL);
    const running = await start({ config: readConfig(Config), log, clock: systemClock, signal: stop.signal });
    log.info("service started");
    await stopped;
    log.info("service stopping");
    setTimeout(() => end(new Error(`did not stop within ${stopWithinSeconds} s`)), stopWithinSeconds * 1000).unref();
    stop.abort(new Error("service is stopping"));
    await running.stop();
    log.info("service stopped");
  } catch (err) {
    end(err);
  }
}
