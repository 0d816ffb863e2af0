import type { Kind } from "../../meta/kind.ts";
import { withoutBody } from "../../objects/object-text.ts";
import type { Revision } from "../../store/store.ts";
import type { Call } from "../call.ts";
import type { ListOptions } from "./list-options.ts";

/** Rows read at once: between two reads the event loop is free, and only they are in memory. */
const rowsAtOnce = { metadata: 250, bodies: 50, largeBodies: 2 };
/** Kinds that may have more are large. */
const largeBytes = 5_000_000;

/** Of text with bodies, for the same reason. To begin takes some hundredths of a millisecond. */
export const bytesAtOnce = 512 * 1024;

function hasLargeBodies({ maxBodyBytes }: Kind): boolean {
  return maxBodyBytes > largeBytes;
}

/** How many rows of a kind may be in memory at once. */
export function pageRows(kind: Kind, metadataOnly: boolean): number {
  return rowsAtOnce[metadataOnly ? "metadata" : hasLargeBodies(kind) ? "largeBodies" : "bodies"];
}

/** Whether bodies need not be read: the objects are shown without, or only as table rows or metadata. */
export function showsNoBody({ kind, format, query }: Call, options: Pick<ListOptions, "mode">): boolean {
  if (format.as === "metadata") return true;
  if (format.as === "table") return query.get("includeObject") !== "Object";
  return !isFull(kind, options);
}

/** Whether bodies are shown that may be so large that only a few are in memory at once. */
export function showsLargeBodies(call: Call, options: Pick<ListOptions, "mode">): boolean {
  return hasLargeBodies(call.kind) && !showsNoBody(call, options);
}

/** The body is left out of lists of large kinds unless it is asked for. */
export function shown(kind: Kind, options: Pick<ListOptions, "mode">, revision: Revision): Revision {
  return isFull(kind, options) ? revision : withoutBody(kind, revision);
}

function isFull(kind: Kind, { mode }: Pick<ListOptions, "mode">): boolean {
  return mode === undefined ? kind.listed === "full" : mode === "full";
}
