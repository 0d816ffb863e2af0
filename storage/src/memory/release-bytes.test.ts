import { expect, it } from "vitest";
import { releaseBytes } from "./release-bytes.ts";

it("releases bytes that have their memory for themselves, and no others", () => {
  const own = Buffer.alloc(100_000, "a");
  releaseBytes(own);
  expect(own.length).toBe(0);

  const memory = new ArrayBuffer(100);
  const part = new Uint8Array(memory, 10, 50);
  releaseBytes(part);
  expect([part.length, memory.detached]).toEqual([50, false]);

  const shared = new Uint8Array(new SharedArrayBuffer(10));
  releaseBytes(shared);
  expect(shared.length).toBe(10);
});
