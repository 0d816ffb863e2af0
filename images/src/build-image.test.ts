import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { prepareContext } from "./build-image.ts";
import { platformOf } from "./platform.ts";
import { programs } from "./programs.ts";

it("lets the image's account read every file, whatever umask the builder has", async () => {
  const umask = process.umask(0o077);
  const folder = mkdtempSync(join(tmpdir(), "context-"));
  try {
    const base = join(folder, "base");
    mkdirSync(join(base, "etc"), { recursive: true });
    writeFileSync(join(base, "etc/passwd"), "");
    mkdirSync(join(folder, "made"));
    const files = new Map([["policies/rule.rego", new Uint8Array()]]);
    const [program] = programs;
    if (!program) throw new Error("there is no program");
    const platform = platformOf("amd64");
    await prepareContext(join(folder, "made"), base, platform, [[program, { files, sourceMaps: new Map(), key: "" }]]);
    const modeOf = (path: string) => (statSync(join(folder, "made", path)).mode & 0o777).toString(8);
    expect(["base-amd64/etc", `${program.name}/app`, `${program.name}/app/policies`].map(modeOf)).toEqual([
      "755",
      "755",
      "755",
    ]);
    expect(["base-amd64/etc/passwd", `${program.name}/app/policies/rule.rego`].map(modeOf)).toEqual(["644", "644"]);
  } finally {
    process.umask(umask);
    rmSync(folder, { recursive: true });
  }
});
