import { stringify } from "yaml";
import type { Kind } from "../../meta/kind.ts";
import { encodeObject, protobufType, type Typed } from "../../protobuf/envelope.ts";
import type { Message } from "../../schema/message.ts";
import { partialObjectMetadata, partialObjectMetadataList, status } from "../../schema/meta.ts";
import { listOf, rootOf } from "../../schema/root.ts";
import type { Format } from "./negotiate.ts";

/** JSON text of an object, list or status in the encoding that was asked for. */
export function encodeJson(
  json: string,
  encoding: Format["encoding"],
  kind: Kind | undefined,
): { body: string | Uint8Array<ArrayBuffer>; contentType: string } {
  switch (encoding) {
    case "json":
      return { body: json, contentType: "application/json" };
    case "yaml":
      return { body: stringify(JSON.parse(json)), contentType: "application/yaml" };
    default:
      return { body: jsonToProtobuf(json, kind), contentType: protobufType };
  }
}

/** The same as a message in its envelope. */
export function jsonToProtobuf(json: string, kind: Kind | undefined): Uint8Array<ArrayBuffer> {
  const object = JSON.parse(json) as Typed & Record<string, unknown>;
  return encodeObject(messageOf(object, kind), object);
}

function messageOf(object: Typed, kind: Kind | undefined): Message {
  const known = [status, partialObjectMetadata, partialObjectMetadataList].find(({ name }) => name === object.kind);
  if (known) return known;
  if (!kind?.message) throw new Error(`${object.kind} has no protobuf form`);
  return object.kind === kind.kind ? rootOf(kind.message) : listOf(kind.message);
}
