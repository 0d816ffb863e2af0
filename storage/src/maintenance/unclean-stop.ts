import { Worker } from "node:worker_threads";
import type { Logger } from "@sortie/process";
import type { Gauge } from "../metrics/metrics.ts";
import type { Problems } from "./check-database.ts";

/** What a thread that only looks at the database is started with. */
export type CheckOptions = { check: string };

/**
 * Looks at the whole database in the background, for after a stop that nobody ordered. What it finds is logged and a
 * metric: results that can still be read are better than none, so storage serves on.
 *
 * @param program File that is started as a thread of its own.
 */
export function checkInBackground(
  database: string,
  program: string,
  { log, signal }: { log: Logger; signal: AbortSignal },
): () => Gauge[] {
  let found: Problems | undefined;
  const options: CheckOptions = { check: database };
  const thread = new Worker(program, { workerData: options });
  thread.unref();
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop, { once: true });
  thread.once("exit", () => signal.removeEventListener("abort", stop));
  thread.once("error", (err) => log.error({ err }, "the database could not be checked"));
  thread.once("message", (problems: Problems) => {
    found = problems;
    if (problems.length === 0) log.info("the database is whole after an unclean stop");
    else log.error({ problems }, "the database is damaged: restore an export");
  });
  return () => [
    {
      name: "sortie_storage_database_problems",
      help: "Found by the check after an unclean stop.",
      values: found ? [[{}, found.length]] : [],
    },
  ];
}
