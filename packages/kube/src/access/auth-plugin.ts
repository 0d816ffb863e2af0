// The only file that loads client-node: it costs 400 ms and 90 MB, so nothing but a plugin user pays for it.
import { type Cluster, KubeConfig, type User } from "@kubernetes/client-node";
import { ConnectionError } from "../api-error.ts";
import { untilAborted } from "../until-aborted.ts";
import type { AuthPlugin } from "./access.ts";
import type { KubeconfigCluster, KubeconfigUser } from "./kubeconfig-file.ts";

type Made = { headers: Record<string, string>; cert?: unknown; key?: unknown };

/**
 * Credentials of a user with `exec` or `auth-provider`, cached by client-node until they expire. Calls that ask at the same
 * time wait for one run: a plugin that opens a browser, or listens where that comes back to, fails beside itself.
 *
 * Errors: ConnectionError with code `auth_plugin`. Of a command that fails, the message has the first line it wrote to
 * standard error, without anything that looks like a token; its standard output is never quoted.
 */
export function authPlugin(cluster: KubeconfigCluster, user: KubeconfigUser): AuthPlugin {
  const config = pluginConfig(cluster, user);
  let asked: Promise<Made> | undefined;

  async function ask(): Promise<Made> {
    const made: Made = { headers: {} };
    await config.applyToHTTPSOptions(made);
    return made;
  }

  async function makeOnce(signal: AbortSignal): Promise<Made> {
    signal.throwIfAborted();
    asked ??= ask();
    const asking = asked;
    try {
      return await untilAborted(asking, signal);
    } catch (err) {
      signal.throwIfAborted();
      throw new ConnectionError("auth_plugin", `${nameOf(user)} gave no credentials${reasonOf(err)}`);
    } finally {
      // Also when it took too long for this call: the next one does not wait for a plugin that hangs.
      if (asked === asking) asked = undefined;
    }
  }

  return async (signal) => {
    const made = await makeOnce(signal);
    const token = /^Bearer (.+)$/s.exec(made.headers.Authorization ?? "")?.[1];
    return {
      ...(token ? { token } : {}),
      ...(typeof made.cert === "string" ? { cert: made.cert } : {}),
      ...(typeof made.key === "string" ? { key: made.key } : {}),
    };
  };
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
