import { scanType } from "../../storage/src/kinds/types/posture.ts";
import { vulnerabilityManifestType } from "../../storage/src/kinds/types/vulnerability.ts";
import { decodeMessage } from "../../storage/src/protobuf/decode.ts";
import { encodeObject, openEnvelope, protobufType, type Typed } from "../../storage/src/protobuf/envelope.ts";
import { list, type Message, message } from "../../storage/src/schema/message.ts";
import { listMeta, partialObjectMetadata } from "../../storage/src/schema/meta.ts";
import { rootOf } from "../../storage/src/schema/root.ts";
import type { Bodies } from "./bodies.ts";
import type { Client } from "./client.ts";
import type { ListPage } from "./list-page.ts";
import { manifest, scan } from "./objects.ts";

/** The same client, whose objects and lists are protobuf. */
export function inProtobuf(client: Client): Client {
  const accept = { Accept: protobufType };
  const sent = { ...accept, "Content-Type": protobufType };
  return {
    ...client,
    bodies: protobufBodies,
    send: (method, path, body, headers) =>
      client.send(method, path, body, { ...(body === undefined ? accept : sent), ...headers }),
    readPage: decodedPage,
  };
}

const protobufBodies: Bodies = {
  scan: (name, failed = "failed", resourceVersion = "") =>
    filled(`scan ${failed}`, { name, resourceVersion }, (placeholders) =>
      encoded(scanType, scan(placeholders.name, failed, placeholders.resourceVersion)),
    ),
  manifest: (name, matches = 250) =>
    filled(`manifest ${matches}`, { name, resourceVersion: "" }, (placeholders) =>
      encoded(vulnerabilityManifestType, manifest(placeholders.name, matches)),
    ),
  resourceVersionOf: (answer) => {
    const { metadata } = decodeMessage(partialObjectMetadata, openEnvelope(answer).raw);
    return (metadata as { resourceVersion?: string }).resourceVersion ?? "";
  },
};

function encoded(type: Message, json: string): Buffer {
  return encodeObject(rootOf(type), JSON.parse(json) as Typed & Record<string, unknown>);
}

type Words = { name: string; resourceVersion: string };

/** Bytes, and where in them words of a length have to be put. */
type Template = { bytes: Buffer; names: number[]; versions: number[] };
const templates = new Map<string, Template>();

/** Made anew for words of another length only: lengths stand before everything. */
function filled(what: string, words: Words, make: (placeholders: Words) => Buffer): Buffer {
  const { name, resourceVersion } = words;
  const key = `${what} ${name.length} ${resourceVersion.length}`;
  const template = templates.get(key) ?? templateOf(make, "~".repeat(name.length), "^".repeat(resourceVersion.length));
  templates.set(key, template);
  const bytes = Buffer.from(template.bytes);
  for (const at of template.names) bytes.write(name, at, "latin1");
  for (const at of template.versions) bytes.write(resourceVersion, at, "latin1");
  return bytes;
}

function templateOf(make: (placeholders: Words) => Buffer, name: string, resourceVersion: string): Template {
  const bytes = make({ name, resourceVersion });
  return { bytes, names: positionsOf(bytes, name), versions: positionsOf(bytes, resourceVersion) };
}

function positionsOf(bytes: Buffer, word: string): number[] {
  const positions: number[] = [];
  for (let at = word === "" ? -1 : bytes.indexOf(word); at !== -1; at = bytes.indexOf(word, at + word.length)) {
    positions.push(at);
  }
  return positions;
}

/** Nothing is read of the objects but that they are there. */
const page = message("Page", "A list of objects.", {
  metadata: [1, listMeta, "Metadata of the list."],
  items: [2, list(message("Item", "An object.", {})), "The objects."],
});

function decodedPage(body: Buffer): ListPage {
  const { metadata, items } = decodeMessage(page, openEnvelope(body).raw);
  const { continue: next } = metadata as { continue?: string };
  return { objects: (items as unknown[] | null)?.length ?? 0, next: next || undefined };
}
