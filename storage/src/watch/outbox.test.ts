import { expect, it } from "vitest";
import { createOutbox } from "./outbox.ts";

/** More than a stream takes beforehand. */
const large = new Uint8Array(70_000);
const limit = 2 * large.length;

/** An outbox whose stream has taken what it takes without a reader. */
function full(gone = () => {}) {
  const outbox = createOutbox(limit, gone);
  outbox.push(large);
  return outbox;
}

const read = async (stream: ReadableStream<Uint8Array>) => (await Array.fromAsync(stream)).length;

it("keeps what a slow reader has not taken, in order, and ends behind it", async () => {
  const outbox = full();
  const chunks = [new Uint8Array([1]), new Uint8Array([2])];
  for (const chunk of chunks) outbox.push(chunk);
  outbox.close();
  expect((await Array.fromAsync(outbox.stream)).slice(1)).toEqual(chunks);
});

it("ends, and lets go of what waits, when more waits than may", async () => {
  const outbox = full();
  const isTaken = [large, large, new Uint8Array(1), new Uint8Array(1)].map((bytes) => outbox.push(bytes));
  expect(isTaken).toEqual([true, true, false, false]);
  expect(await read(outbox.stream)).toBe(1);
});

it("takes what is larger than the limit when nothing else waits", async () => {
  const outbox = full();
  expect(outbox.push(new Uint8Array(limit + 1))).toBe(true);
  outbox.close();
  expect(await read(outbox.stream)).toBe(2);
});

it("tells the writer when there is room, and when nobody will read any more", async () => {
  let isGone = false;
  const outbox = full(() => {
    isGone = true;
  });
  const reader = outbox.stream.getReader();
  const hasRoom = outbox.room();
  await reader.read();
  await hasRoom;
  outbox.push(large);
  outbox.push(large);
  const released = outbox.room();
  await reader.cancel();
  await released;
  expect([isGone, outbox.push(large)]).toEqual([true, false]);
});

it("breaks off with the error of whoever writes", async () => {
  const outbox = full();
  outbox.fail(new Error("the disk is broken"));
  await expect(read(outbox.stream)).rejects.toThrow("the disk is broken");
});
