import { appendFile, rename, stat, truncate } from "node:fs/promises";
import type { Logger } from "@sortie/process";
import type { Listener } from "../app/answered-request.ts";
import type { Gauge } from "../metrics/metrics.ts";
import { auditEvent } from "./audit-event.ts";

/** Events that may wait for the disk: requests never wait for it. A line has at most as many bytes as a URL, and some. */
const waitingLines = 2000;
/** Events that are written at once. */
const linesAtOnce = 50;
const bytesInMegabyte = 1_000_000;

type AuditLog = {
  note: Listener;
  gauges: () => Gauge[];
  /** Writes what waits. */
  close: () => Promise<void>;
};

/**
 * Events as lines of JSON at the end of a file. A file that has grown to its size becomes `<file>.1`, in place of the one
 * before, so that there are never more than two. What the disk does not take is dropped and counted; the log is told once, until
 * it takes something again.
 *
 * @param file `-` is standard output.
 */
export function openAuditLog(file: string, megabytes: number, log: Logger): AuditLog {
  const lines: string[] = [];
  let writing: Promise<void> | undefined;
  let dropped = 0;
  let isFailing = false;

  async function write(): Promise<void> {
    while (lines.length > 0) {
      const next = lines.splice(0, linesAtOnce);
      try {
        await append(file, next.join(""), megabytes * bytesInMegabyte);
        isFailing = false;
      } catch (err) {
        dropped += next.length;
        if (!isFailing) log.error({ err }, "audit events could not be written");
        isFailing = true;
      }
    }
    writing = undefined;
  }
  return {
    note: (request) => {
      if (lines.length < waitingLines) lines.push(`${JSON.stringify(auditEvent(request))}\n`);
      else dropped += 1;
      writing ??= write();
    },
    gauges: () => [
      {
        name: "apiserver_audit_error_total",
        type: "counter",
        help: "Audit events that were dropped.",
        values: [[{}, dropped]],
      },
    ],
    close: async () => {
      await writing;
    },
  };
}

/** Among the lines of the log, for whatever collects them: its size is not ours to bound. */
const standardOutput = "-";

async function append(file: string, text: string, limitBytes: number): Promise<void> {
  if (file === standardOutput) {
    process.stdout.write(text);
    return;
  }
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  const isNext = size > 0 && size + text.length > limitBytes;
  if (isNext) await rename(file, `${file}.1`);
  try {
    await appendFile(file, text, { mode: 0o600 });
  } catch (error) {
    // A full disk takes a part of it, and the next line would go on where that ends. Where there is no file there is no part.
    await truncate(file, isNext ? 0 : size).catch(() => {});
    throw error;
  }
}
