import type { Kind } from "../meta/kind.ts";
import { tooLarge } from "../meta/status.ts";

/** JSON of what clients write in protobuf is up to 2.7 times as long: names of fields are in it. */
export const timesAsLong = 3;

/** @throws StatusError 413 for a body that patches, or all that it leaves out, have made too long. */
export function checkStoredBytes({ maxBodyBytes }: Pick<Kind, "maxBodyBytes">, bytes: number): void {
  const limit = timesAsLong * maxBodyBytes;
  if (bytes > limit) throw tooLarge(`the object has ${bytes} bytes in JSON; it may have at most ${limit}`);
}
