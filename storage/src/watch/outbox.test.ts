import { expect, it } from "vitest";
import { createDelivery } from "./delivery.ts";
import { framed } from "./frame.ts";
import { createOutbox } from "./outbox.ts";
import { createStreamOutlet } from "./stream-outlet.ts";

/** More than a stream takes beforehand. */
const large = framed([new Uint8Array(70_000)]);
const [one, two] = [framed(["1"]), framed(["2"])];
const limit = 2 * large.bytes.length;

/** An outbox whose stream has taken what it takes without a reader. */
function full(gone = () => {}) {
  const { stream, open } = createStreamOutlet();
  const delivery = createDelivery();
  const outbox = createOutbox({ limitBytes: limit, delivery, open, gone });
  outbox.push(large);
  delivery.finish();
  return { outbox, stream };
}

const read = async (stream: ReadableStream<Uint8Array>) => (await Array.fromAsync(stream)).length;

it("keeps what a slow reader has not taken, in order, and ends behind it", async () => {
  const { outbox, stream } = full();
  for (const frame of [one, two]) outbox.push(frame);
  outbox.close();
  expect((await Array.fromAsync(stream)).slice(1)).toEqual([one.bytes, two.bytes]);
});

it("ends, and lets go of what waits, when more waits than may", async () => {
  const { outbox, stream } = full();
  expect([large, large, one, one].map((frame) => outbox.push(frame))).toEqual([true, true, false, false]);
  expect(await read(stream)).toBe(1);
});

it("takes what is larger than the limit when nothing else waits", async () => {
  const { outbox, stream } = full();
  expect(outbox.push(framed([new Uint8Array(limit + 1)]))).toBe(true);
  outbox.close();
  expect(await read(stream)).toBe(2);
});

it("tells the writer when there is room, and when nobody will read any more", async () => {
  let isGone = false;
  const { outbox, stream } = full(() => {
    isGone = true;
  });
  const reader = stream.getReader();
  outbox.push(large);
  expect(outbox.isFull).toBe(true);
  const hasRoom = outbox.room();
  await reader.read();
  await hasRoom;
  expect([outbox.isEmpty, outbox.isFull]).toEqual([true, false]);
  outbox.push(large);
  const released = outbox.room();
  await reader.cancel();
  await released;
  expect([isGone, outbox.push(large)]).toEqual([true, false]);
});

it("breaks off with the error of whoever writes", async () => {
  const { outbox, stream } = full();
  outbox.fail(new Error("the disk is broken"));
  await expect(read(stream)).rejects.toThrow("the disk is broken");
});
