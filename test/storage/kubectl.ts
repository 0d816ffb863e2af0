import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { expect } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { runCommand } from "../cluster/run-command.ts";
import { type kubectlMinors, kubectlPath } from "../cluster/tools.ts";

/** kubectl of one version as the administrator of a cluster. */
export type Kubectl = {
  run(...args: string[]): Promise<string>;
  /** With something on its standard input, which `-f -` behind the arguments reads. */
  send(yaml: string, ...args: string[]): Promise<string>;
  apply(yaml: string, ...args: string[]): Promise<string>;
  /** As a person runs it who has set `KUBE_EDITOR`. */
  edit(editor: string, ...args: string[]): Promise<string>;
  /** What goes on until it is ended. */
  spawn(...args: string[]): ChildProcessByStdio<null, Readable, null>;
};

/** @param minor Of the cluster's own version if not given. */
export async function kubectlOn(cluster: Cluster, minor?: (typeof kubectlMinors)[number]): Promise<Kubectl> {
  const tool = await kubectlPath(minor);
  const administrator = ["--kubeconfig", cluster.kubeconfig];
  const send = (yaml: string, ...args: string[]) =>
    runCommand(tool, [...administrator, ...args, "-f", "-"], { input: yaml });
  return {
    run: (...args) => runCommand(tool, [...administrator, ...args]),
    send,
    apply: (yaml, ...args) => send(yaml, "apply", ...args),
    edit: (editor, ...args) => runCommand("env", [`KUBE_EDITOR=${editor}`, tool, ...administrator, "edit", ...args]),
    spawn: (...args) => spawn(tool, [...administrator, ...args], { stdio: ["ignore", "pipe", "inherit"] }),
  };
}

/** What a command says that has to fail. */
export async function failure(promise: Promise<string>): Promise<string> {
  return promise.then(
    (output) => expect.unreachable(output),
    (error: { output: string }) => error.output,
  );
}

/** Repeats until the expectation holds, at most so many seconds. */
export async function eventually(expectation: () => void | Promise<void>, seconds: number): Promise<void> {
  await expect
    .poll(
      async () => {
        try {
          await expectation();
          return "";
        } catch (error) {
          return String(error);
        }
      },
      { timeout: seconds * 1000, interval: 250 },
    )
    .toBe("");
}
