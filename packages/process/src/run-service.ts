import { z } from "zod";
import { type Clock, systemClock } from "./clock.ts";
import { createLogger, type Logger } from "./logger.ts";
import { readConfigs } from "./read-config.ts";

/** What a long-running program is given. `signal` aborts when the program is asked to stop. */
export type Service<C> = { config: C; log: Logger; clock: Clock; signal: AbortSignal };

/** A started program: `stop` ends it in order and resolves when nothing of it is left. */
export type Running = { stop(): Promise<void> };

const Env = z.object({
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
  /** Stop when standard input ends: a parent that holds its other end is gone then, however it died. */
  STOP_WITH_STDIN: z.stringbool().default(false),
});

/** A program that has not stopped this long after the signal is ended: 5 s less than a pod's default grace period. */
const stopWithinSeconds = 25;

/**
 * Runs one long-running program: reads config, starts it, waits for SIGTERM, SIGINT or, with `STOP_WITH_STDIN`, the end
 * of standard input, and stops it. A failed start or an error nobody caught ends the process with code 70 and one error
 * line; Kubernetes starts it again.
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
  try {
    const [env, config] = readConfigs([Env, Config]);
    log = createLogger(name, env.LOG_LEVEL);
    const stopped = stopRequested(env.STOP_WITH_STDIN);
    const starting = start({ config, log, clock: systemClock, signal: stop.signal });
    const running = await Promise.race([starting, stopped]);
    if (!running) {
      // A start can wait for ever, for example for a cluster that is not there. There is nothing to stop in order.
      log.info("service stopped before it had started");
      process.exit(0);
    }
    log.info("service started");
    await stopped;
    log.info("service stopping");
    setTimeout(() => end(new Error(`did not stop within ${stopWithinSeconds} s`)), stopWithinSeconds * 1000).unref();
    stop.abort(new Error("service is stopping"));
    await running.stop();
    // An open pipe that is read keeps the process alive.
    if (env.STOP_WITH_STDIN) process.stdin.destroy();
    log.info("service stopped");
  } catch (err) {
    end(err);
  }
}

function stopRequested(withStdin: boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
    if (withStdin) process.stdin.once("end", resolve).once("error", resolve).resume();
  });
}
