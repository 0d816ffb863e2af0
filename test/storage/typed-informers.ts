import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { clientsetProgram, type Finding } from "./clientset.ts";

/** Steps of `clientset/typed.go`: what happens to an object of every kind, or what informers have to know of one. */
type Step = "come-and-go" | "keep" | "still-kept" | "gone";

/** Informers of the public clientset for every kind, in a program of their own. They end with their scope. */
export type TypedInformers = {
  /** Resolves with what is not as it should be. */
  step(word: Step): Promise<Finding[]>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts them, and resolves when they have seen everything that there is. @param env Features of client-go. */
export async function followTyped(
  kubeconfig: string,
  namespace: string,
  env: Record<string, string>,
): Promise<TypedInformers> {
  const child = spawn(await clientsetProgram(), ["typed", kubeconfig, namespace], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  const exited = once(child, "exit");
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function until(word: string): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (;;) {
      const { done, value } = await lines.next();
      if (done) throw new Error(`the informers have ended before "${word}" was done:\n${log}`);
      const said = JSON.parse(value) as Finding | { done: string };
      if (!("done" in said)) findings.push(said);
      else if (said.done === word) return findings;
    }
  }

  await until("synced");
  return {
    step: (word) => {
      child.stdin.write(`${word}\n`);
      return until(word);
    },
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
