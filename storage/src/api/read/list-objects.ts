import { expired, StatusError } from "../../meta/status.ts";
import { protobufType } from "../../protobuf/envelope.ts";
import type { Answer } from "../../serve/answer.ts";
import { bodySize } from "../../store/packed-body.ts";
import { type ApiDeps, type Call, rendering, respond } from "../call.ts";
import { itemPieces, listFrame } from "../wire/render.ts";
import { writeContinueToken } from "./continue-token.ts";
import { listEncoder } from "./list-encoder.ts";
import { type ListOptions, parseListOptions } from "./list-options.ts";
import { type AddItem, type Listing, listPages, type PageEnd } from "./list-pages.ts";
import { showsLargeBodies } from "./listed-form.ts";
import { chunkBytes, type Output, streamed } from "./streamed.ts";

/**
 * Of a page of 500 objects without bodies, which has 700 kB. Of what does not say how long it is kube-apiserver passes on each piece
 * by itself, which takes it a fifth more of CPU.
 */
const pageBytes = 1024 * 1024;

/** A list, written while it is read: no more than a page of it is ever in memory. */
export async function listObjects(call: Call, deps: ApiDeps): Promise<Answer> {
  const options = parseListOptions(call.query, call.request);
  const at = await snapshot(options, deps);
  const heldBytes = showsLargeBodies(call, options) ? chunkBytes : pageBytes;
  const listing = { call, options, source: deps.source(call.kind), view: rendering(call, deps), at };
  switch (call.format.encoding) {
    case "yaml":
      return respond(call, 200, await textOf((output) => writeJson(listing, deps, output)));
    case "protobuf":
      return streamed(call, { type: protobufType, heldBytes }, deps, (output) => writeProtobuf(listing, output));
    default:
      return streamed(call, { type: "application/json", heldBytes }, deps, (output) =>
        writeJson(listing, deps, output),
      );
  }
}

async function textOf(write: (output: Output) => Promise<void>): Promise<string> {
  const pieces: (string | Uint8Array)[] = [];
  await write({ put: (piece) => void pieces.push(piece), flushed: async () => {} });
  return pieces.map((piece) => (typeof piece === "string" ? piece : Buffer.from(piece).toString())).join("");
}

async function writeJson(listing: Listing, { workRoom }: Pick<ApiDeps, "workRoom">, output: Output): Promise<void> {
  const { options, view } = listing;
  const frame = listFrame(view);
  output.put(frame.head);
  let separator = "";
  const add: AddItem = (...pieces) => {
    output.put(separator);
    for (const piece of pieces) output.put(piece);
    separator = ",";
  };
  let end: PageEnd = { at: 0, next: undefined };
  for await (const page of listPages(listing, add)) {
    for (const item of page.items) {
      const work = workRoom?.enter();
      try {
        await work?.begin(bodySize(item));
        add(...itemPieces(view, item));
      } finally {
        // Before it is written: whoever reads slowly holds up nobody.
        work?.end();
      }
      await output.flushed();
    }
    await output.flushed();
    end = page.end;
  }
  output.put(frame.tail(listMetadata(end, options)));
}

/** The length stands before the items, so they are encoded, page by page, before the first of them is sent. */
async function writeProtobuf(listing: Listing, output: Output): Promise<void> {
  const { call, options } = listing;
  const list = listEncoder(call.kind, call.format.as);
  let end: PageEnd = { at: 0, next: undefined };
  for await (const page of listPages(listing, () => {})) {
    list.add(page.items);
    end = page.end;
  }
  for (const bytes of list.finish(listMetadata(end, options))) {
    output.put(bytes);
    await output.flushed();
  }
}

/** The state of the world a list shows, `undefined` for the newest. */
async function snapshot(options: ListOptions, deps: ApiDeps): Promise<number | undefined> {
  const { resourceVersion, continue: token } = options;
  const wanted = token?.at ?? resourceVersion;
  if (!wanted) return undefined;
  const newest = await deps.store.newest();
  if (wanted > newest)
    throw token ? expired("the continue parameter is not of this server: list without it") : tooLarge(wanted, newest);
  return token || isExact(options) ? wanted : undefined;
}

/** With a limit a resourceVersion alone is exact. Kubernetes API Concepts, "Semantics for get and list". */
function isExact({ match, limit }: ListOptions): boolean {
  return match === "Exact" || (match === undefined && limit > 0);
}

/** The client knows a state that this server has not seen. client-go tries again after a second. */
export function tooLarge(wanted: number, newest: number): StatusError {
  return new StatusError(504, "Timeout", `Timeout: Too large resource version: ${wanted}, current: ${newest}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

export function listMetadata({ at, next }: PageEnd, { mode }: ListOptions): string {
  const token = next && writeContinueToken({ at, after: { namespace: next.namespace, name: next.name }, mode });
  return JSON.stringify({ resourceVersion: String(at), ...(token && { continue: token }) });
}
