import type { JobOutcome } from "@sortie/wire";

/**
 * A scan cannot go on. `code` is for programs (`cluster_unreachable`), `message` for people, `retry` says whether the
 * same Job may succeed when it is started again.
 */
export class JobError extends Error {
  override name = "JobError";
  readonly code: string;
  readonly retry: boolean;

  constructor(code: string, message: string, options: { retry: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
  }
}

/** The outcome that a thrown value stands for. Anything but a `JobError` is a bug and is not retried. */
export function failedOutcome(thrown: unknown): JobOutcome {
  const message = fitting(thrown instanceof Error ? thrown.message : String(thrown));
  if (thrown instanceof JobError) return { status: "failed", code: thrown.code, message, retry: thrown.retry };
  return { status: "failed", code: "bug", message, retry: false };
}

/**
 * A message that fits into a termination message, of which kubelet keeps 4096 bytes: JSON writes control characters and
 * halves of surrogate pairs with six bytes each, and a report that is cut off is none.
 */
function fitting(message: string): string {
  return message
    .slice(0, 1000)
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n]/gu, " ");
}
