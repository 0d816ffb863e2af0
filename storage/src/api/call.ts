import type { Logger } from "@sortie/process";
import type { Kind, Kinds, Source } from "../meta/kind.ts";
import { badRequest, type Status } from "../meta/status.ts";
import type { Growth } from "../schema/growth.ts";
import type { Answer } from "../serve/answer.ts";
import type { Received } from "../serve/received.ts";
import type { Store } from "../store/store.ts";
import type { InFlight } from "./limits/in-flight.ts";
import type { ResourceRequest } from "./request-info.ts";
import type { RoomFor } from "./wire/body.ts";
import { encodeJson } from "./wire/encode-json.ts";
import type { Format } from "./wire/negotiate.ts";
import type { IncludeObject, Rendering } from "./wire/render.ts";
import { warningHeaders } from "./wire/warnings.ts";

/** Of a namespace in the cluster. */
export type NamespaceState = "active" | "terminating" | "missing";

/** What the verbs work with. */
export type ApiDeps = {
  kinds: Kinds;
  store: Store;
  source(kind: Kind): Source;
  now: () => Date;
  newId: () => string;
  inFlight: InFlight;
  namespaceState(name: string): Promise<NamespaceState>;
  /** Ends watches when the server stops. */
  stopping: AbortSignal;
  /** Whether somebody acts on the finalizers that say what becomes of dependents: a cluster's garbage collector does. */
  hasGarbageCollector: boolean;
  /** Absent: nobody is told of what goes wrong behind an answer that has begun. */
  log?: Pick<Logger, "error"> | undefined;
  /**
   * Answers what would hold up all others, `undefined` for everything else; absent: nobody does. `sent`: the body that has
   * turned out to be like that while it was read.
   */
  large?: { answer(call: Call, sent?: Growth["sent"]): Promise<Answer | undefined> } | undefined;
  /** Where large bodies wait until there is memory for them; absent: nowhere. */
  workRoom?: { enter(): { begin: RoomFor; arrive(bytes: number): void; end(): void } } | undefined;
};

/** One request about one kind, understood, authorized and negotiated. */
export type Call = {
  kind: Kind;
  request: ResourceRequest;
  query: URLSearchParams;
  raw: Received;
  format: Format;
  /** Who asks; absent: nobody needs to know. */
  username?: string | undefined;
  /** Absent: large bodies do not wait. */
  roomFor?: RoomFor | undefined;
  /** Whether `large` is given a body that turns out to be large while it is read. */
  isHandedOver?: boolean;
  /** What the HTTP server knows besides the request; absent: it did not come over one. */
  connection?: unknown;
};

export function rendering({ kind, format, query }: Call, { now }: Pick<ApiDeps, "now">): Rendering {
  return { kind, ...format, includeObject: parseIncludeObject(format, query.get("includeObject")), now: now() };
}

function parseIncludeObject({ as }: Format, wanted: string | null): IncludeObject {
  if (wanted === "None" || wanted === "Object") return wanted;
  if (as === "table" && wanted && wanted !== "Metadata") {
    const allowed = "must be 'Metadata', 'Object', 'None', or empty";
    throw badRequest(`Unable to convert to Table as requested: includeObject: Invalid value: "${wanted}": ${allowed}`);
  }
  return "Metadata";
}

/** An answer with a JSON text or a Status in the negotiated encoding. Without a kind it can only be a Status. */
export function respond(
  call: Pick<Call, "format"> & Partial<Pick<Call, "kind">>,
  code: number,
  json: string | Status,
  warnings: string[] = [],
): Answer {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  const { body, contentType } = encodeJson(text, call.format.encoding, call.kind);
  return respondEncoded(body, { code, contentType, warnings });
}

/** An answer with what is ready to be sent. */
export function respondEncoded(
  body: Answer["body"],
  { code, contentType, warnings }: { code: number; contentType: string; warnings: string[] },
): Answer {
  const headers: Answer["headers"] = { "Content-Type": contentType, "Cache-Control": "no-cache, private" };
  if (warnings.length > 0) headers.Warning = warningHeaders(warnings);
  return { code, headers, body };
}
