import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import { type AuthenticationConfig, parseAuthenticationConfig, proxyProblem } from "../access/authentication-config.ts";

const at = { namespace: "kube-system", name: "extension-apiserver-authentication" };

type ConfigMap = KubeObject & { data?: Record<string, string> | null };

/**
 * Keeps up with how the cluster wants requests to be authenticated: its authorities change while it runs. Something that
 * cannot be read changes nothing: what was read before stays good.
 */
export function followAuthenticationConfig(
  cluster: Pick<Cluster, "watch">,
  { log, signal }: { log: Logger; signal: AbortSignal },
): () => AuthenticationConfig | undefined {
  let current: AuthenticationConfig | undefined;

  function take(found: ConfigMap | undefined): void {
    if (current && found && Object.keys(found.data ?? {}).length === 0) {
      log.error(at, "the cluster's authentication settings are empty: those read before stay good");
      return;
    }
    if (!found) {
      log.error(at, "the cluster's authentication settings do not exist: only tokens would be known");
      return;
    }
    try {
      current = parseAuthenticationConfig(found.data ?? {});
      const problem = proxyProblem(current);
      if (problem !== undefined) log.error({ problem }, "requests through kube-apiserver are refused");
      else log.info({ proxyNames: current.proxyNames }, "authentication settings read");
    } catch (err) {
      log.error({ err, ...at }, "authentication settings cannot be read");
    }
  }

  async function follow(): Promise<void> {
    const selection = { namespace: at.namespace, fieldSelector: `metadata.name=${at.name}` };
    const onInterrupted = (err: unknown) => log.warn({ err }, "watch of the authentication settings was interrupted");
    for await (const event of cluster.watch<ConfigMap>(resources.configMaps, { ...selection, signal, onInterrupted })) {
      if (event.type === "relisted") take(event.objects[0]);
      else if (event.type !== "deleted") take(event.object);
    }
  }
  // A throw is a bug, which ends the program as an unhandled rejection.
  void follow();
  return () => current;
}
