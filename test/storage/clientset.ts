import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "../cluster/cache.ts";
import { runCommand } from "../cluster/run-command.ts";
import { commandPath } from "../cluster/tools.ts";

const sources = join(import.meta.dirname, "clientset");

/** What is not as it should be. */
export type Finding = { kind: string; step: string; problem: string };

type Options = { env?: Record<string, string>; further?: string[] };

/** Runs one command of `clientset/main.go` against the API of a kubeconfig. @param further What follows the namespace. */
export async function judge(
  command: "exercise" | "flows" | "fuzz" | "informers" | "schemas",
  kubeconfig: string,
  namespace: string,
  { env = {}, further = [] }: Options = {},
): Promise<Finding[]> {
  const options = { env: { PATH: process.env.PATH ?? "", ...env } };
  const output = await runCommand(await clientsetProgram(), [command, kubeconfig, namespace, ...further], options);
  return output
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);
}

/** The program around the public clientset, built once for each content of its sources. */
export async function clientsetProgram(): Promise<string> {
  const directory = await cached(`clientset-${fingerprint()}`, async (made) => {
    console.error("building the public clientset of Kubescape's storage: about 3 minutes …");
    const go = commandPath("go") ?? "/usr/local/go/bin/go";
    await runCommand("nice", [go, "build", "-trimpath", "-buildvcs=false", "-o", join(made, "clientset"), "."], {
      cwd: sources,
    });
  });
  return join(directory, "clientset");
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(sources).toSorted()) hash.update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}
