import type { Logger } from "@sortie/process";
import { below } from "../outbound-url.ts";
import { chunksOf, type Item } from "./chunks.ts";
import { findReceiver, type Receiver, type ReceiverSettings } from "./receiver.ts";
import { chunkBody, type ReportHead } from "./report-chunk.ts";
import { type Patience, request } from "./request.ts";

/** How much of a report arrived: chunks, and 1 when the report is not complete. */
export type Reported = { reportChunks: number; reportFailures: number };

/** The head of a report as far as the receiver does not matter. */
export type AnonymousHead = Omit<ReportHead, "customerGUID">;

/** A Job that waits for a slow receiver for ever would be stopped, and what it scanned would be scanned again. */
const longestReportMs = 300_000;

/**
 * Sends a report, chunk after chunk. A receiver that fails is told in the log and in the outcome, and ends no scan: the
 * results are stored already.
 */
export async function sendReport(
  head: AnonymousHead,
  items: Iterable<Item>,
  settings: ReceiverSettings,
  deps: Patience & { log: Logger },
): Promise<Reported> {
  const { log, wait, signal } = deps;
  const patience = { wait, signal: AbortSignal.any([signal, AbortSignal.timeout(longestReportMs)]) };
  const reported = { reportChunks: 0, reportFailures: 0 };
  try {
    const receiver = await findReceiver(settings, patience);
    const url = reportUrl(receiver, head);
    const headers = { "X-API-KEY": receiver.accessKey, "Content-Type": "application/json" };
    for (const chunk of chunksOf(items)) {
      const body = chunkBody({ ...head, customerGUID: receiver.account }, chunk);
      await request(url, patience, { method: "POST", headers, body });
      reported.reportChunks += 1;
    }
    log.info(reported, "report sent");
  } catch (err) {
    signal.throwIfAborted();
    reported.reportFailures = 1;
    log.warn({ ...reported, reason: err instanceof Error ? err.message : String(err) }, "report not sent in full");
  }
  return reported;
}

function reportUrl({ url, account }: Receiver, { clusterName, reportGUID }: AnonymousHead): URL {
  const target = below(url, "k8s/v2/postureReport");
  const query = { customerGUID: account, contextName: clusterName, clusterName, reportGUID };
  target.search = new URLSearchParams(query).toString();
  return target;
}
