import type { FieldType } from "../schema/message.ts";

/** Bytes that are no message of the expected kind. */
export class ProtobufError extends Error {
  override name = "ProtobufError";
  /** Names of the fields, from the outside in, in which they are; empty: in none. */
  readonly path: string[] = [];
}

/** The same error, found in this field. */
export function inField(name: string, error: unknown): unknown {
  if (error instanceof ProtobufError) error.path.unshift(name);
  return error;
}

/** Messages in messages that are copied from one encoding to the other: only call stacks have more. */
export const deepestCopied = 100;

/** How a value follows its tag. https://protobuf.dev/programming-guides/encoding/, "Message Structure". */
export const wireTypes = { varint: 0, fixed64: 1, length: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const;

export function wireTypeOf(type: FieldType): number {
  switch (type.is) {
    case "int64":
    case "int32":
    case "bool":
      return wireTypes.varint;
    case "double":
      return wireTypes.fixed64;
    case "float":
      return wireTypes.fixed32;
    case "list":
      return wireTypeOf(type.of);
    default:
      return wireTypes.length;
  }
}
