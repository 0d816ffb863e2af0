import type { Field, FieldType, Message } from "../schema/message.ts";
import { createOutput, type Output, putDouble, putFloat, putText, putVarint, sizeOf, written } from "./output.ts";
import { wireTypeOf, wireTypes } from "./wire.ts";

type Fields = Record<string, unknown>;

/**
 * The bytes of an object as JSON has it. Zeros are left out, except where absent and zero differ; maps are in order of
 * their keys, so that equal objects have equal bytes.
 */
export function encodeMessage(message: Message, object: Fields): Buffer<ArrayBuffer> {
  const output = createOutput();
  encodeFields(message, object, output);
  return written(output);
}

function encodeFields({ fields }: Message, object: Fields, output: Output): void {
  for (let index = fields.length - 1; index >= 0; index -= 1) {
    const field = fields[index];
    if (field?.isInline && field.type.is === "message") encodeInline(field.number, field.type, object, output);
    else if (field) encodeField(field, object[field.name], output);
  }
}

function encodeInline(number: number, message: Message, object: Fields, output: Output): void {
  const end = sizeOf(output);
  encodeFields(message, object, output);
  if (sizeOf(output) > end) putLength(number, end, output);
}

function encodeField(field: Field, value: unknown, output: Output): void {
  const { type, number, isPointer, isOptional } = field;
  if (value === undefined || (value === null && !(type.is === "raw" && isOptional))) return;
  switch (type.is) {
    case "list":
      for (const item of (value as unknown[]).toReversed()) putValue(number, type.of, item, output);
      return;
    case "map":
      for (const key of Object.keys(value as Fields)
        .toSorted()
        .toReversed()) {
        putEntry(number, type.of, key, (value as Fields)[key], output);
      }
      return;
    default:
      if (isPointer || !isZero(type, value)) putValue(number, type, value, output);
  }
}

function isZero({ is }: FieldType, value: unknown): boolean {
  return is !== "raw" && (value === "" || value === 0 || value === false);
}

function putEntry(number: number, of: FieldType, key: string, value: unknown, output: Output): void {
  const end = sizeOf(output);
  putValue(2, of, value, output);
  putValue(1, { is: "string" }, key, output);
  putLength(number, end, output);
}

/** A value with its tag, whatever it is. */
function putValue(number: number, type: FieldType, value: unknown, output: Output): void {
  switch (type.is) {
    case "string":
      putText(output, value as string);
      break;
    case "message": {
      const end = sizeOf(output);
      encodeFields(type, (value ?? {}) as Fields, output);
      putVarint(output, sizeOf(output) - end);
      break;
    }
    case "int64":
    case "int32":
    case "bool":
      putVarint(output, Number(value));
      break;
    case "double":
      putDouble(output, value as number);
      break;
    case "float":
      putFloat(output, value as number);
      break;
    case "raw":
      putText(output, JSON.stringify(value));
      break;
    case "time": {
      const end = sizeOf(output);
      putVarint(output, Math.floor(Date.parse(value as string) / 1000));
      putTag(1, wireTypes.varint, output);
      putVarint(output, sizeOf(output) - end);
      break;
    }
    case "fieldsV1": {
      const end = sizeOf(output);
      putText(output, JSON.stringify(value));
      putTag(1, wireTypes.length, output);
      putVarint(output, sizeOf(output) - end);
      break;
    }
    default:
      throw new Error(`a ${type.is} stands in no list`);
  }
  putTag(number, wireTypeOf(type), output);
}

function putLength(number: number, end: number, output: Output): void {
  putVarint(output, sizeOf(output) - end);
  putTag(number, wireTypes.length, output);
}

function putTag(number: number, wireType: number, output: Output): void {
  putVarint(output, number * 8 + wireType);
}
