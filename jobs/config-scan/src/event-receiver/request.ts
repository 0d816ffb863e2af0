import type { Wait } from "../concurrency/patiently.ts";
import { fetchReason } from "../fetch-reason.ts";

/** What a server answered, or why it did not, in words without addresses' secrets or the request's headers. */
export class ReceiverError extends Error {
  override name = "ReceiverError";
}

export type Patience = { wait: Wait; signal: AbortSignal };

type Request = { method: "GET" | "POST"; headers?: Record<string, string>; body?: string };

/** Kubescape's own clients give a receiver this long. */
const longestAnswerMs = 61_000;

/** Between attempts, unless the server names a pause of its own, which counts up to `longestPauseSeconds`. */
const pausesSeconds = [1, 2, 4, 8];
const longestPauseSeconds = 30;

/** An answer is an acknowledgement, or a short list of addresses. */
const largestAnswerBytes = 65_536;

/**
 * Sends a request until it is answered with success, at most five times; answers the body. Redirects are not followed: a
 * key that was meant for one server is not shown to another.
 *
 * @throws ReceiverError when the server refuses, or does not answer in time or at all.
 */
export async function request(url: URL, { wait, signal }: Patience, sent: Request): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    const answer = await tryOnce(url, signal, sent);
    if ("body" in answer) return answer.body;
    const pause = pausesSeconds[attempt];
    if (!answer.mayPass || pause === undefined) throw new ReceiverError(answer.reason);
    await wait(Math.min(answer.retryAfterSeconds ?? pause, longestPauseSeconds), signal);
  }
}

type Answer = { body: string } | { reason: string; mayPass: boolean; retryAfterSeconds?: number | undefined };

async function tryOnce(url: URL, signal: AbortSignal, sent: Request): Promise<Answer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(longestAnswerMs)]);
  try {
    const response = await fetch(url, { ...sent, redirect: "manual", signal: deadline });
    const body = await readStart(response);
    if (response.ok) return { body };
    const mayPass = response.status >= 500 || response.status === 429 || response.status === 408;
    const retryAfter = response.headers.get("retry-after") ?? "";
    const retryAfterSeconds = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
    return { reason: `${url.host} answered ${response.status}`, mayPass, retryAfterSeconds };
  } catch (err) {
    signal.throwIfAborted();
    return { reason: `${url.host}: ${fetchReason(err)}`, mayPass: true };
  }
}

/** The body as far as it is wanted; the rest is not read. */
async function readStart({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > largestAnswerBytes) break;
  }
  return Buffer.concat(parts).subarray(0, largestAnswerBytes).toString();
}
