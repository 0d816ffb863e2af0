// The only file that loads client-node: it costs 400 ms and 90 MB, so nothing but a plugin user pays for it.
import type { ChildProcess } from "node:child_process";
import { type Cluster, KubeConfig, type User } from "@kubernetes/client-node";
import { ConnectionError } from "../api-error.ts";
import { untilAborted } from "../until-aborted.ts";
import type { AuthPlugin } from "./access.ts";
import type { KubeconfigCluster, KubeconfigUser } from "./kubeconfig-file.ts";
import { endCommand, startCommand } from "./plugin-command.ts";

type Made = { headers: Record<string, string>; cert?: unknown; key?: unknown; expiresAt?: unknown };
/** What is read of a command's answer beside its credentials (Kubernetes, "client-go credential plugins"). */
type ExecAnswer = { apiVersion?: unknown; status?: { expirationTimestamp?: unknown } };
/** One run of a plugin, which `waiting` calls wait for. `command`: its process. */
type Run = { made: Promise<Made>; waiting: number; command: ChildProcess | undefined };

/**
 * Credentials of a user with `exec` or `auth-provider`, cached by client-node until they expire. Calls that ask at the same
 * time wait for one run: a plugin that opens a browser, or listens where that comes back to, fails beside itself. A command
 * that nobody waits for any more is ended.
 *
 * Credentials that have expired when they come are used, as by kubectl: the clock that says so may be wrong.
 *
 * Errors: ConnectionError with code `auth_plugin`, also for an answer without credentials: the call would be made as
 * nobody; and for one of another version of the protocol than the kubeconfig asks for. Of a command that fails, the message has the first line it wrote to standard error, without anything that looks
 * like a token; its standard output is never quoted.
 */
export function authPlugin(cluster: KubeconfigCluster, user: KubeconfigUser): AuthPlugin {
  let config = newConfig();
  let current: Run | undefined;
  let newest: Run | undefined;

  function newConfig(): KubeConfig {
    const made = pluginConfig(cluster, user);
    startCommandsBy(made, (...command) => {
      const started = startCommand(...command);
      if (newest) newest.command = started;
      return started;
    });
    return made;
  }

  async function ask(): Promise<Made> {
    const made: Made = { headers: {} };
    await config.applyToHTTPSOptions(made);
    const answer = execAnswer(config);
    const problem = problemOf(made, answer, user);
    if (problem === undefined) return { ...made, expiresAt: answer?.status?.expirationTimestamp };
    config = newConfig(); // client-node keeps what it was answered
    throw new Error(problem);
  }

  async function makeOnce(signal: AbortSignal): Promise<Made> {
    signal.throwIfAborted();
    current ??= begin();
    const run = current;
    run.waiting += 1;
    try {
      return await untilAborted(run.made, signal);
    } catch (err) {
      signal.throwIfAborted();
      throw new ConnectionError("auth_plugin", `${nameOf(user)} gave no credentials${reasonOf(err)}`);
    } finally {
      // Also when it took too long for this call: the next one does not wait for a plugin that hangs.
      if (current === run) current = undefined;
      run.waiting -= 1;
      if (run.waiting === 0 && run.command) endCommand(run.command);
    }
  }

  function begin(): Run {
    const run: Run = { made: Promise.resolve({ headers: {} }), waiting: 0, command: undefined };
    newest = run;
    run.made = ask();
    return run;
  }

  return async (signal) => {
    const made = await makeOnce(signal);
    const token = /^Bearer (.+)$/s.exec(made.headers.Authorization ?? "")?.[1];
    return {
      ...(token ? { token } : {}),
      ...(typeof made.cert === "string" ? { cert: made.cert } : {}),
      ...(typeof made.key === "string" ? { key: made.key } : {}),
      ...doubtOf(made, user),
    };
  };
}

function problemOf(made: Made, answer: ExecAnswer | undefined, { exec }: KubeconfigUser): string | undefined {
  if (!made.headers.Authorization && !(made.cert && made.key)) {
    return "neither a token nor a client certificate with its key";
  }
  const version = answer?.apiVersion ?? exec?.apiVersion;
  if (version === exec?.apiVersion) return undefined;
  return `it answers in ${JSON.stringify(version)}, and the kubeconfig asks for ${JSON.stringify(exec?.apiVersion)}`;
}

function doubtOf({ expiresAt }: Made, user: KubeconfigUser): { doubt?: string } {
  const expired = typeof expiresAt === "string" ? Date.parse(expiresAt) : Number.NaN;
  if (Number.isNaN(expired) || expired > Date.now()) return {};
  const at = new Date(expired).toISOString();
  return { doubt: `by this machine's clock, what ${nameOf(user)} gave expired at ${at}` };
}

/** What the command has answered, which client-node keeps in a private field. */
function execAnswer(config: KubeConfig): ExecAnswer | undefined {
  const { authenticators } = config as unknown as { authenticators: { tokenCache?: { user?: ExecAnswer | null } }[] };
  return authenticators.map(({ tokenCache }) => tokenCache?.user).find((answer) => answer) ?? undefined;
}

/** client-node starts commands and has no way to end them. What it starts them with is a private field. */
function startCommandsBy(config: KubeConfig, start: typeof startCommand): void {
  const { authenticators } = config as unknown as { authenticators: { execFn?: typeof start }[] };
  for (const one of authenticators) if (one.execFn) one.execFn = start;
}

function pluginConfig(cluster: KubeconfigCluster, user: KubeconfigUser): KubeConfig {
  const config = new KubeConfig();
  // The address is a stand-in: connections are made elsewhere, and client-node refuses plain http.
  const placeholder: Cluster = { name: "cluster", server: "https://localhost", skipTLSVerify: false };
  const plugin: User = { name: "user", exec: execWithInfo(cluster, user.exec), authProvider: user["auth-provider"] };
  config.loadFromOptions({
    clusters: [placeholder],
    users: [plugin],
    contexts: [{ name: "context", cluster: "cluster", user: "user" }],
    currentContext: "context",
  });
  return config;
}

/** `KUBERNETES_EXEC_INFO` tells a plugin which version of the protocol to speak and, on request, to which cluster. */
function execWithInfo(cluster: KubeconfigCluster, exec: KubeconfigUser["exec"]) {
  if (!exec) return undefined;
  const clusterInfo = {
    server: cluster.server,
    "tls-server-name": cluster["tls-server-name"] ?? undefined,
    "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"] ?? undefined,
    "certificate-authority-data": cluster["certificate-authority-data"] ?? undefined,
    "proxy-url": cluster["proxy-url"] ?? undefined,
  };
  const info = {
    apiVersion: exec.apiVersion,
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo ? { cluster: clusterInfo } : {}) },
  };
  return { ...exec, env: [...(exec.env ?? []), { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }] };
}

function nameOf(user: KubeconfigUser): string {
  return user.exec ? `credential plugin ${user.exec.command}` : `auth-provider ${user["auth-provider"]?.name}`;
}

/** A parser's error quotes what it could not parse, which here is a credential. */
function reasonOf(err: unknown): string {
  if (!(err instanceof Error) || err instanceof SyntaxError || err instanceof TypeError) return "";
  const line = err.message.trim().split("\n", 1)[0] ?? "";
  return line === "" ? "" : `: ${line.slice(0, 300).replaceAll(/[\w+=.-]{32,}/g, "[redacted]")}`;
}
