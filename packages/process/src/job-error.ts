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
  if (thrown instanceof JobError) {
    return { status: "failed", code: thrown.code, message: thrown.message.slice(0, 1000), retry: thrown.retry };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { status: "failed", code: "bug", message: message.slice(0, 1000), retry: false };
}
