import { ConnectionError } from "../api-error.ts";
import { linkedController } from "../linked-controller.ts";

export type Deadline = { signal: AbortSignal; remainingSeconds: () => number };

/**
 * Runs one call that must end within `seconds` and with the caller's signal. The signal it is given aborts with the reason
 * to report: the caller's own, or a ConnectionError with code `timeout`.
 */
export async function withDeadline<T>(
  { seconds, signal, what }: { seconds: number; signal: AbortSignal | undefined; what: string },
  run: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  using inner = linkedController(signal);
  inner.signal.throwIfAborted();
  const endsAt = performance.now() + seconds * 1000;
  const timer = setTimeout(
    () => inner.abort(new ConnectionError("timeout", `${what}: no answer within ${seconds} s`)),
    seconds * 1000,
  );
  try {
    return await run({ signal: inner.signal, remainingSeconds: () => (endsAt - performance.now()) / 1000 });
  } catch (err) {
    throw inner.signal.aborted ? inner.signal.reason : err;
  } finally {
    clearTimeout(timer);
  }
}
