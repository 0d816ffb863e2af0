import { zstdCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { withPackedBody } from "../store/packed-body.ts";
import { openTestServer } from "../testing/test-server.ts";
import { createWorkRoom, type Work } from "./work-room.ts";

const sizes = { atOnce: 100, small: 10 };

/** Asks for room one after the other; `begun` are those who have got it by now. */
function askFor(room: { enter(): Work }, bodies: number[]) {
  const begun: number[] = [];
  const works = bodies.map((bytes, index) => {
    const work = room.enter();
    void work.begin(bytes).then(() => begun.push(index));
    return work;
  });
  return { begun, works, settled: () => new Promise(setImmediate) };
}

it("gives room to as many bodies as fit, and to the others in the order in which they came", async () => {
  const { begun, works, settled } = askFor(createWorkRoom(sizes), [60, 40, 50, 10]);
  await settled();
  expect(begun).toEqual([0, 1]);
  works[1]?.end();
  await settled();
  expect(begun, "the last one would fit, but it is not its turn").toEqual([0, 1]);
  works[0]?.end();
  await settled();
  expect(begun).toEqual([0, 1, 2, 3]);
});

it("lets a body in alone that is larger than the room", async () => {
  const { begun, works, settled } = askFor(createWorkRoom(sizes), [500, 10]);
  await settled();
  expect(begun).toEqual([0]);
  works[0]?.end();
  await settled();
  expect(begun).toEqual([0, 1]);
});

it("does not let a request wait for itself", async () => {
  const work = createWorkRoom(sizes).enter();
  await work.begin(100);
  await work.begin(100);
  work.end();
});

it("refuses what would have too much waiting", async () => {
  const room = createWorkRoom({ ...sizes, waitingLimit: 150 });
  const { works, begun, settled } = askFor(room, [100, 100]);
  await expect(room.enter().begin(100)).rejects.toThrow("too many requests");
  works[0]?.end();
  await settled();
  expect(begun).toEqual([0, 1]);
});

it("takes back what was given once, however often a request ends", async () => {
  const { begun, works, settled } = askFor(createWorkRoom(sizes), [100, 100, 100]);
  await settled();
  works[0]?.end();
  works[0]?.end();
  await settled();
  expect(begun).toEqual([0, 1]);
});

it("lets small bodies in whatever waits", async () => {
  const { begun, settled } = askFor(createWorkRoom(sizes), [100, 100, 9]);
  await settled();
  expect(begun).toContain(2);
});

/** A room that tells how many are inside, and what they have asked for. */
function watchedRoom() {
  const asked = { inside: 0, begun: [] as number[] };
  const enter = () => {
    const work = createWorkRoom().enter();
    asked.inside += 1;
    return {
      begin: (bytes: number) => {
        asked.begun.push(bytes);
        return work.begin(bytes);
      },
      arrive: (bytes: number) => work.arrive(bytes),
      end: () => {
        asked.inside -= 1;
        work.end();
      },
    };
  };
  return { asked, workRoom: { enter } };
}

it("is asked by writes and reads of large objects, and gets its room back however they end", async () => {
  const { asked, workRoom } = watchedRoom();
  await using server = await openTestServer({ workRoom });
  const path = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop/vulnerabilitymanifests";
  const description = "x".repeat(100_000);
  const match = { vulnerability: { id: "CVE-1", description } };
  const made = { metadata: { name: "web" }, spec: { payload: { matches: [match] } } };
  const codes = [
    (await server.send("POST", path, made)).code,
    (await server.send("POST", path, made)).code,
    (await server.send("POST", path, `${JSON.stringify(made)}}`)).code,
    (await server.send("GET", `${path}/web`)).code,
    (await server.send("GET", `${path}?resourceVersion=fullSpec`)).code,
  ];
  expect(codes).toEqual([201, 409, 400, 200, 200]);
  expect(asked.begun.filter((bytes) => bytes > 100_000)).toHaveLength(codes.length);
  expect(asked.inside).toBe(0);
});

it("gets its room back from a list with a body that cannot be read", async () => {
  const { asked, workRoom } = watchedRoom();
  const zstd = zstdCompressSync("x".repeat(100_000)).fill(0, 12);
  const key = { kind: "", namespace: "shop", name: "web" };
  const state = { key, resourceVersion: 1, type: "added", metadata: '{"name":"web"}', digest: undefined } as const;
  const list = async () => ({ revisions: [withPackedBody(state, zstd)], resourceVersion: 1, more: false });
  await using server = await openTestServer({ workRoom, source: () => ({ get: async () => undefined, list }) });
  const path = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop/vulnerabilitymanifests";
  expect((await server.send("GET", `${path}?resourceVersion=fullSpec`)).code).toBe(500);
  expect(asked.begun).toEqual([100_000]);
  expect(asked.inside).toBe(0);
});

it("takes no more of bodies that do not say how long they are than there is memory for, and one of any length", async () => {
  await using server = await openTestServer({ workRoom: createWorkRoom({ arrivingLimit: 300_000 }) });
  const path = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop/sbomsyfts";
  const send = (name: string, until: Promise<void>) => {
    const text = JSON.stringify({ metadata: { name, annotations: { "example.com/note": "x".repeat(200_000) } } });
    const body = new ReadableStream({
      start: async (controller) => {
        controller.enqueue(Buffer.from(text.slice(0, -1)));
        await until;
        controller.enqueue(Buffer.from(text.slice(-1)));
        controller.close();
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "Content-Type": "application/json" } };
    return server.raw(path, init as RequestInit).then(({ status }) => status);
  };
  const held = Promise.withResolvers<void>();
  const first = send("first", held.promise);
  expect(await send("second", held.promise)).toBe(429);
  held.resolve();
  expect(await first).toBe(201);
  expect(await send("third", held.promise)).toBe(201);
});
