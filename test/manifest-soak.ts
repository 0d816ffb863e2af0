import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Soak } from "./rego/soak/soak.ts";

const tool = join(import.meta.dirname, "..", "packages/posture/tools/fuzz-manifests.ts");

export const manifestSoak: Soak = {
  name: "manifests",
  description: "manifests with a field removed, emptied or of another type: no rule of the library fails at them",
  run: async ({ seed, minutes, print }) => {
    const flags = ["--seed", String(seed), "--minutes", String(minutes)];
    const child = spawn(process.execPath, [tool, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
    let last = "";
    for await (const line of createInterface({ input: child.stdout })) {
      last = line;
      if (line.startsWith("seed ")) print(line);
    }
    if (child.exitCode === null) await once(child, "exit");
    const [passed = 0, failed = 1] = (/^(\d+) passed, (\d+) failed/.exec(last) ?? []).slice(1).map(Number);
    return { passed, failed, skipped: 0 };
  },
};
