import { StatusError } from "../../meta/status.ts";
import { protobufType } from "../../protobuf/envelope.ts";
import { parseAccept } from "./media-type.ts";

/** How a response is written: what the object is turned into, and the encoding of that. */
export type Format = {
  as: "object" | "table" | "metadata";
  encoding: "json" | "yaml" | "protobuf";
};

/** What kind of response is negotiated: a metadata-only form has a name of its own for lists. */
export type Shape = "object" | "list" | "watch";

const encodings = new Map<string, Format["encoding"]>([
  ["application/json", "json"],
  ["application/yaml", "yaml"],
  [protobufType, "protobuf"],
  ["application/*", "json"],
  ["*/*", "json"],
]);

const supported = ["application/json", "application/yaml", protobufType];

/**
 * The first acceptable entry of the Accept header. There are no YAML streams and no tables in protobuf, and of what is
 * kept as it is written only metadata is known well enough for protobuf.
 *
 * @param isTyped Whether the fields of the kind are known.
 * @throws StatusError 406
 */
export function negotiate(accept: string | null | undefined, shape: Shape, isTyped: boolean): Format {
  const entries = parseAccept(accept);
  if (entries.length === 0) return { as: "object", encoding: "json" };
  for (const { type, parameters } of entries) {
    const encoding = encodings.get(type);
    const as = representation(parameters, shape);
    if (encoding && as && isPossible({ as, encoding }, shape, isTyped)) return { as, encoding };
  }
  const known = supported.join(", ");
  throw new StatusError(406, "NotAcceptable", `only the following media types are accepted: ${known}`);
}

/** What a status is written in, for clients of every kind. */
export function statusEncoding(accept: string | null | undefined): Format["encoding"] {
  const [first] = parseAccept(accept).flatMap(({ type }) => encodings.get(type) ?? []);
  return first ?? "json";
}

function isPossible({ as, encoding }: Format, shape: Shape, isTyped: boolean): boolean {
  if (encoding === "yaml") return shape !== "watch";
  return encoding === "json" || as === "metadata" || (as === "object" && isTyped);
}

function representation({ as, g, v }: Record<string, string>, shape: Shape): Format["as"] | undefined {
  if (as === undefined) return "object";
  if (g !== "meta.k8s.io" || (v !== "v1" && v !== "v1beta1")) return undefined;
  if (as === "Table") return "table";
  return as === (shape === "list" ? "PartialObjectMetadataList" : "PartialObjectMetadata") ? "metadata" : undefined;
}
