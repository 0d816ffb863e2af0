import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { basename, resolve } from "node:path";
import { promisify } from "node:util";
import { withoutCredentials } from "../terminal/without-credentials.ts";
import type { RenderedFolder } from "./find-files.ts";

/** Where the tools are, if not on the PATH, and what they are given besides. */
export type Rendering = {
  environment: Record<string, string | undefined>;
  /** Values files for Helm, in order: later ones win. */
  valuesFiles: string[];
  signal: AbortSignal;
};

const maxBytes = 64 * 1024 * 1024;
const timeoutMs = 60_000;

/** Lines that say nothing of why it failed, such as one for each link in a chart. */
const beside = /^(Use --debug|WARNING|level=(INFO|WARN)\b|walk\.go:)/;

type Tool = { program: string; args: string[] };

/**
 * What Helm or Kustomize makes of a folder, as text; or why there is none. The tools get no cluster, no shell and no input,
 * and are ended when they take too long or write too much.
 */
export async function renderFolder(
  { kind, folder }: RenderedFolder,
  rendering: Rendering,
): Promise<Buffer | { problem: string }> {
  const tools = kind === "chart" ? helm(folder, rendering) : kustomize(folder, rendering);
  for (const tool of tools) {
    const result = await run(tool, rendering);
    if (result !== undefined) return result;
  }
  const names = [...new Set(tools.map(({ program }) => program))].join(" or ");
  const what = kind === "chart" ? "Helm chart" : "kustomization";
  return { problem: `a ${what}, which needs ${names}: not found` };
}

function helm(folder: string, { environment, valuesFiles }: Rendering): Tool[] {
  const values = valuesFiles.flatMap((file) => ["--values", resolve(file)]);
  return [{ program: environment.HELM ?? "helm", args: ["template", releaseName(folder), resolve(folder), ...values] }];
}

/** Kubernetes' own client has Kustomize built in. */
function kustomize(folder: string, { environment }: Rendering): Tool[] {
  const path = resolve(folder);
  return [
    { program: environment.KUBECTL ?? "kubectl", args: ["kustomize", path] },
    { program: environment.KUSTOMIZE ?? "kustomize", args: ["build", path] },
  ];
}

/** Helm allows what is a DNS name, of at most 53 characters. */
function releaseName(folder: string): string {
  const name = basename(resolve(folder)).toLowerCase();
  return /^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/.test(name) ? name : "release";
}

/** `undefined`: there is no such program. */
async function run({ program, args }: Tool, { environment, signal }: Rendering) {
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      encoding: "buffer",
      env: { ...environment, KUBECONFIG: devNull },
      maxBuffer: maxBytes,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      signal,
    });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    const { code, killed, stderr } = error as Error & { code?: unknown; killed?: boolean; stderr?: Buffer };
    if (code === "ENOENT" || code === "EACCES") return undefined;
    return { problem: `${basename(program)} ${reason(code, killed, stderr)}` };
  }
}

function reason(code: unknown, killed: boolean | undefined, stderr: Buffer | undefined): string {
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return `made more than ${maxBytes / 2 ** 20} MiB of it`;
  if (killed === true) return `was not done after ${timeoutMs / 1000} s`;
  const lines = (stderr?.toString() ?? "").split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "" && !beside.test(line));
  return `refused it: ${withoutCredentials(said.join(" ")).slice(0, 500) || `exit status ${String(code)}`}`;
}
