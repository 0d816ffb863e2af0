import { parseAccept } from "./media-type.ts";
import { StatusError } from "./status.ts";

/** How a response is written: what the object is turned into, and the encoding of that. */
export type Format = {
  as: "object" | "table" | "metadata";
  encoding: "json" | "yaml";
};

/** What kind of response is negotiated: a metadata-only form has a name of its own for lists. */
export type Shape = "object" | "list" | "watch";

const encodings: Record<string, Format["encoding"]> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "application/*": "json",
  "*/*": "json",
};

const supported = ["application/json", "application/yaml"];

/**
 * The first acceptable entry of the Accept header. Clients of the control plane ask for protobuf and accept anything
 * else; those that accept protobuf only are refused.
 *
 * @throws StatusError 406
 */
export function negotiate(accept: string | null | undefined, shape: Shape): Format {
  const entries = parseAccept(accept);
  if (entries.length === 0) return { as: "object", encoding: "json" };
  for (const { type, parameters } of entries) {
    const encoding = encodings[type];
    const as = representation(parameters, shape);
    if (encoding && as && !(encoding === "yaml" && shape === "watch")) return { as, encoding };
  }
  const known = supported.join(", ");
  throw new StatusError(406, "NotAcceptable", `only the following media types are accepted: ${known}`);
}

function representation({ as, g, v }: Record<string, string>, shape: Shape): Format["as"] | undefined {
  if (as === undefined) return "object";
  if (g !== "meta.k8s.io" || (v !== "v1" && v !== "v1beta1")) return undefined;
  if (as === "Table") return "table";
  return as === (shape === "list" ? "PartialObjectMetadataList" : "PartialObjectMetadata") ? "metadata" : undefined;
}
