import type { JobOutcome } from "@sortie/wire";

/** The code of a scan that never began: its Job or its pod was refused, or found no image, node or volume. */
export const couldNotBegin = "could_not_begin";

/** What kept a scan from beginning may have gone when its command is given again. */
export function couldNotBeginOutcome(reason: string): JobOutcome {
  return failure(couldNotBegin, `the scan could not begin: ${reason}`, true);
}

/** @param attempt what its last attempt came to, where that is known. */
export function deadlineOutcome(deadlineSeconds: number | undefined, attempt: string): JobOutcome {
  const deadline = deadlineSeconds === undefined ? "its deadline" : `its deadline of ${deadlineSeconds} seconds`;
  return failure("deadline_exceeded", `the scan did not end before ${deadline}${attempt}`, true);
}

/** The same memory would not do for the same scan again. */
export function outOfMemoryOutcome(ended: string): JobOutcome {
  return failure("out_of_memory", `the scan ran out of memory (${ended}); its Job's memory limit is too small`, false);
}

/** A scan whose Job ended without a report that can be believed. The same command may succeed when it is given again. */
export function lostOutcome(reason: string): JobOutcome {
  return failure("lost", `the scan's outcome is lost: ${reason}`, true);
}

function failure(code: string, message: string, retry: boolean): JobOutcome {
  return { status: "failed", code, message: message.slice(0, 1000), retry };
}
