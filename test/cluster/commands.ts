import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { bringUp, clusterKind, defaultName, takeDown } from "./cluster.ts";
import { programStates } from "./own-cluster.ts";
import { placeOf } from "./place.ts";
import { helmPath, kubectlPath } from "./tools.ts";

const usage =
  "usage: npm run cluster -- [--name NAME] up | down | status | load-image FILE… | kubectl ARGUMENTS… | helm ARGUMENTS…";

/** What each word does; the result is the exit code. */
const commands: Record<string, (name: string, args: string[]) => Promise<number>> = {
  up: async (name) => {
    const startedAt = performance.now();
    const { kubeconfig } = await bringUp({ name });
    console.log(`cluster ${name} is ready (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    console.log(`export KUBECONFIG=${kubeconfig}`);
    return 0;
  },
  down: async (name) => {
    await takeDown({ name });
    console.log(`cluster ${name} is down`);
    return 0;
  },
  status: async (name) => {
    if (clusterKind() !== "own") return runTool(kubectlPath, name, ["get", "nodes", "-o", "wide"]);
    const states = programStates(placeOf(name));
    for (const { program, pid } of states) console.log(`${program.padEnd(24)} ${pid ? `pid ${pid}` : "not running"}`);
    if (states.some(({ pid }) => pid === undefined)) return 1;
    return runTool(kubectlPath, name, ["get", "nodes", "-o", "wide"]);
  },
  "load-image": async (name, files) => {
    const cluster = await bringUp({ name });
    for (const file of files) await cluster.loadImage(file);
    return 0;
  },
  kubectl: (name, args) => runTool(kubectlPath, name, args),
  helm: (name, args) => runTool(helmPath, name, args),
};

/** Runs one command line and returns its exit code: 0 done, 1 failed, 2 not understood, or kubectl's and helm's own. */
export async function runClusterCommand(line: string[]): Promise<number> {
  if (line[0] === "--help") {
    console.log(usage);
    return 0;
  }
  const { name, words } = nameAndWords(line);
  const [command = "", ...args] = words;
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!run || (command === "load-image" && args.length === 0)) {
    console.error(usage);
    return 2;
  }
  try {
    return await run(name, args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

/** `--name NAME` is ours before the command word, and after it where the rest is not passed on to another program. */
function nameAndWords(line: string[]): { name: string; words: string[] } {
  const passedOn = line.findIndex((word) => word === "kubectl" || word === "helm");
  const at = line.slice(0, passedOn < 0 ? undefined : passedOn).indexOf("--name");
  if (at < 0) return { name: defaultName, words: line };
  return { name: line[at + 1] ?? "", words: line.toSpliced(at, 2) };
}

async function runTool(path: () => Promise<string>, name: string, args: string[]): Promise<number> {
  const kubeconfig = process.env.E2E_KUBECONFIG || placeOf(name).kubeconfig;
  if (!existsSync(kubeconfig)) throw new Error(`the cluster ${name} is not up: there is no ${kubeconfig}`);
  const child = spawn(await path(), args, { stdio: "inherit", env: { ...process.env, KUBECONFIG: kubeconfig } });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
