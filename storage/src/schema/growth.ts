import { isOmitted } from "./as-read.ts";
import { fieldsInJson } from "./fields-in-json.ts";
import type { Field, Message } from "./message.ts";
import { remembered } from "./remembered.ts";

/**
 * What an object may come to as JSON while it is read, with the fields that it leaves out: a few bytes in a list stand for
 * hundreds. `left`: of `limit`, in characters. `sent`: what it is read from. `isHandedOver`: whether somebody else reads it from
 * the beginning where it comes to more, or takes long.
 */
export type Growth = {
  left: number;
  readonly limit: number;
  readonly sent: string | Uint8Array;
  readonly isHandedOver: boolean;
};

/** An object has come to more than it may. Nothing has been made of it. */
export class OutgrownError extends Error {
  override name = "OutgrownError";
  readonly growth: Growth;

  constructor(growth: Growth) {
    super(`an object comes to more than ${growth.limit} characters`);
    this.growth = growth;
  }
}

/** Counts one item of a list or map, which has `leastLength`. @throws OutgrownError when there is no room for it. */
export function grow(growth: Growth | undefined, length: number): void {
  if (!growth) return;
  growth.left -= length;
  if (growth.left < 0) throw new OutgrownError(growth);
}

/** Characters of JSON that such an object has at least, whatever it says. */
export const leastLength = remembered((message: Message): number => {
  const fields = fieldsInJson(message).filter((field) => !isOmitted(field));
  return fields.reduce((sum, field) => sum + `"":,`.length + field.name.length + leastOf(field), 1);
});

function leastOf({ type, isPointer }: Field): number {
  if (isPointer) return 1;
  switch (type.is) {
    case "message":
      return leastLength(type);
    case "string":
    case "list":
    case "map":
      return 2;
    case "bool":
    case "time":
      return 4;
    default:
      return 1;
  }
}
