import type { Kind, TableSubject } from "../../meta/kind.ts";
import { aroundMetadataOf, metadataText, objectPieces, objectText, parseMetadata } from "../../objects/object-text.ts";
import type { Revision } from "../../store/store.ts";
import type { Format } from "./negotiate.ts";

/** What a table row carries of its object besides the cells: query parameter `includeObject`. */
export type IncludeObject = "None" | "Metadata" | "Object";

export type Rendering = Format & { kind: Kind; includeObject: IncludeObject; now: Date };

/** One object as JSON text in the negotiated representation. */
export function renderObject(rendering: Rendering, revision: Revision, withColumns = true): string {
  const { kind, as } = rendering;
  if (as === "object") return objectText(kind, revision);
  if (as === "metadata") return partialMetadata(revision);
  const columns = withColumns ? columnsText(kind) : "[]";
  return `{${tableType},"metadata":{"resourceVersion":"${revision.resourceVersion}"},"columnDefinitions":${columns},"rows":[${tableRow(rendering, revision)}]}`;
}

/** One object as it stands in a list: items of lists have no type of their own in JSON from a Go server, ours do. */
export function renderItem(rendering: Rendering, revision: Revision): string {
  const { kind, as } = rendering;
  if (as === "table") return tableRow(rendering, revision);
  return as === "metadata" ? partialMetadata(revision) : objectText(kind, revision);
}

/** The same in pieces, one behind the other. */
export function itemPieces(rendering: Rendering, revision: Revision): (string | Uint8Array)[] {
  return rendering.as === "object" ? objectPieces(rendering.kind, revision) : [renderItem(rendering, revision)];
}

/** What stands before and after the metadata of an object; not of a row. `tail`: absent where its body does. */
export function aroundMetadata({ kind, as }: Rendering, withBody: boolean): { head: string; tail: string | undefined } {
  if (as === "metadata") return { head: partialHead, tail: "}" };
  const { head, tail } = aroundMetadataOf(kind);
  return { head, tail: withBody ? undefined : tail };
}

/** What stands before and after the items of a list. */
export function listFrame({ kind, as }: Rendering): { head: string; tail(metadata: string): string } {
  if (as === "table") {
    const head = `{${tableType},"columnDefinitions":${columnsText(kind)},"rows":[`;
    return { head, tail: (metadata) => `],"metadata":${metadata}}` };
  }
  const type =
    as === "metadata"
      ? '"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1"'
      : `"kind":"${kind.kind}List","apiVersion":"${kind.group ? `${kind.group}/` : ""}${kind.version}"`;
  return { head: `{${type},"items":[`, tail: (metadata) => `],"metadata":${metadata}}` };
}

const tableType = '"kind":"Table","apiVersion":"meta.k8s.io/v1"';

const partialHead = '{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":';

function partialMetadata(revision: Revision): string {
  return `${partialHead}${metadataText(revision)}}`;
}

function columnsText(kind: Kind): string {
  return JSON.stringify(
    kind.columns.map(({ name, type, format = "", description, wide = false }) => ({
      name,
      type,
      format,
      description,
      priority: wide ? 1 : 0,
    })),
  );
}

function tableRow({ kind, includeObject, now }: Rendering, revision: Revision): string {
  const subject: TableSubject = { metadata: parseMetadata(revision), digest: revision.digest ?? [], now };
  const cells = JSON.stringify(kind.columns.map((column) => column.cell(subject)));
  if (includeObject === "None") return `{"cells":${cells},"object":null}`;
  const object = includeObject === "Object" ? objectText(kind, revision) : partialMetadata(revision);
  return `{"cells":${cells},"object":${object}}`;
}
