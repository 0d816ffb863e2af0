import { expect, it } from "vitest";
import { bytesLeftBy } from "../testing/bytes-left.ts";
import { stateOf } from "./packed-body.ts";

const key = { kind: "scans", namespace: "shop", name: "a" };
const change = { key, type: "added" as const, metadata: "{}", body: "", digest: undefined, replaces: undefined };

it("makes a text of bytes for whoever asks, also in a copy", () => {
  const state = stateOf({ ...change, bytes: Buffer.from('"spec":{}') }, 1);
  expect([state.body, { ...state }.body]).toEqual(['"spec":{}', '"spec":{}']);
});

it("keeps nothing of a state that nobody needs any more", async () => {
  const left = await bytesLeftBy(() => stateOf({ ...change, bytes: Buffer.alloc(20_000) }, 1), 500);
  expect(left).toBeLessThan(1_000_000);
});
