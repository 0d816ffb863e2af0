import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { precompiledLibrary } from "./precompiled-library.ts";

// The whole library is checked, case by case, before it is compiled.
it("makes the compiled library, and a program that knows it by its digest", { timeout: 120_000 }, async () => {
  const { files, define } = await precompiledLibrary("policies");
  const [[path, content] = ["", new Uint8Array()], ...more] = files;
  expect(path).toBe("policies/precompiled.json");
  expect(more).toEqual([]);
  expect(JSON.parse(Buffer.from(content).toString())).toMatchObject({ policy: { digest: expect.any(String) } });
  const digest = createHash("sha256").update(content).digest("hex");
  expect(define).toEqual({ PRECOMPILED_LIBRARY_DIGEST: JSON.stringify(digest) });
});
