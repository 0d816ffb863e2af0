import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { lockedNode, verifyIntegrity } from "./node-binary.ts";
import { platforms } from "./platform.ts";

it("accepts the bytes that the lock file pins and no others", () => {
  const bytes = Buffer.from("a package");
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  expect(() => verifyIntegrity(bytes, integrity)).not.toThrow();
  expect(() => verifyIntegrity(Buffer.from("another"), integrity)).toThrow("not the one package-lock.json pins");
});

it("finds the pinned Node of every processor, all of one version", () => {
  expect(new Set(platforms.map((platform) => lockedNode(platform).version)).size).toBe(1);
});
