import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Soak } from "./rego/soak/soak.ts";

/**
 * A judge that is a program beside what it judges. It takes `--seed` and `--minutes`, says what went wrong in lines that
 * start with `seed`, and ends with `N passed, N failed, 0 skipped`. @param program its path in the repository.
 */
export function programSoak({ program, ...words }: { program: string } & Pick<Soak, "name" | "description">): Soak {
  return {
    ...words,
    run: async ({ seed, minutes, print }) => {
      const args = [join(import.meta.dirname, "..", program), "--seed", String(seed), "--minutes", String(minutes)];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
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
}
