import { join } from "node:path";
import { runCommand } from "../../cluster/run-command.ts";
import type { Soak } from "../../rego/soak/soak.ts";

const program = join(import.meta.dirname, "..", "..", "..", "storage", "testdata", "soak-requests.ts");

type Output = { requests: number; problems: { problem: string }[] };

export const requestsSoak: Soak = {
  name: "requests",
  description: "random and damaged requests to storage: answered as a model does, 100,000 in about three minutes",
  run: async ({ seed, minutes, print }) => {
    const output = await runCommand(process.execPath, [program, String(seed), String(minutes * 60)]);
    const { requests, problems } = JSON.parse(output) as Output;
    for (const problem of problems) print(JSON.stringify(problem));
    return { passed: requests - problems.length, failed: problems.length, skipped: 0 };
  },
};
