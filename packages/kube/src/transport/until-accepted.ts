import { sleep } from "../backoff.ts";
import type { Answer } from "./connection-pool.ts";
import type { Deadline } from "./deadline.ts";
import { discard } from "./read-text.ts";
import { type Ended, nextStep, type Past } from "./retry.ts";

/** This much of an answer that is not wanted is read to keep its connection; of a longer one the connection is closed. */
const longestDumpBytes = 1024 * 1024;

/** Makes a call until it is accepted or fails for good. `forget` drops credentials that the server does not accept. */
export async function untilAccepted(
  method: string,
  { signal, remainingSeconds }: Deadline,
  { send, forget }: { send: (signal: AbortSignal) => Promise<Answer>; forget: () => void },
): Promise<{ accepted: Answer } | { failed: Ended<Answer> }> {
  let past: Past = { retries: 0, hasSignedInAgain: false };
  for (;;) {
    const ended = await send(signal).then(endedWith, (err: unknown) => ({ err }));
    signal.throwIfAborted();
    const step = nextStep(method, ended, past, remainingSeconds());
    if (step.do === "accept") return { accepted: step.answer };
    if (step.do === "fail") return { failed: ended };
    if ("answer" in ended) await discard(ended.answer.body, longestDumpBytes);
    if (step.do === "wait") await sleep(step.seconds, signal);
    if (step.do === "sign_in_again") forget();
    past = { retries: past.retries + 1, hasSignedInAgain: past.hasSignedInAgain || step.do === "sign_in_again" };
  }
}

function endedWith(answer: Answer): Ended<Answer> {
  return { status: answer.status, retryAfter: answer.retryAfter, answer };
}
