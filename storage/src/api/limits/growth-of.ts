import type { Kind } from "../../meta/kind.ts";
import { type StatusError, tooLarge } from "../../meta/status.ts";
import { timesAsLong } from "../../objects/stored-bytes.ts";
import { type Growth, OutgrownError } from "../../schema/growth.ts";

/** From here on reading or writing JSON takes the event loop for longer than other requests should wait. In bytes. */
export const largeBytes = 1_000_000;
/** Of kinds whose bodies are smaller none are large, so that they need not wait for those that are. */
export const largeKindBytes = 5_000_000;

/**
 * What the object may come to that is read from this: as much as its kind may have, or what JSON makes of it. Where another
 * thread would read it in place of this one, no more than others can wait for, or than documents come to that are complete.
 *
 * @throws OutgrownError where another thread would, for a large body whose length was not known before it had arrived.
 */
export function growthOf(
  { kind, isHandedOver = false }: { kind: Kind; isHandedOver?: boolean },
  sent: Growth["sent"],
): Growth {
  const most = Math.max(kind.maxBodyBytes, timesAsLong * sent.length);
  const limit = isHandedOver ? Math.min(most, Math.max(largeBytes, 2 * sent.length)) : most;
  const growth = { left: limit, limit, sent, isHandedOver };
  if (isHandedOver && sent.length >= largeBytes && kind.maxBodyBytes >= largeKindBytes) throw new OutgrownError(growth);
  return growth;
}

export function outgrown({ growth }: OutgrownError): StatusError {
  return tooLarge(
    `with all fields that it leaves out the object has more than ${growth.limit} bytes in JSON; it may have at most ${growth.limit}`,
  );
}
