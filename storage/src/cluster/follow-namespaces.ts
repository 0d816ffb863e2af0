import { type Cluster, type KubeObject, observe, resources } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import { createRemembered } from "../access/remembered.ts";
import type { NamespaceState } from "../api/call.ts";

type Namespace = KubeObject & { status?: { phase?: string } };

/** An answer about a namespace that was not seen, so that writes into one that does not exist ask once. */
const rememberSeconds = 1;
const rememberedAnswers = 1000;

type Deps = {
  log: Logger;
  now: () => Date;
  signal: AbortSignal;
  /** Called with its name when a namespace that is being deleted is seen, and whenever it changes until it is gone. */
  onTerminating: (name: string) => void;
};

/**
 * The state of each namespace by a watch. One that has not been seen may be a moment old, so the cluster is asked. While
 * it cannot be asked, a result is better kept than refused.
 */
export function followNamespaces(
  cluster: Pick<Cluster, "watch" | "get">,
  { log, now, signal, onTerminating }: Deps,
): (name: string) => Promise<NamespaceState> {
  const onInterrupted = (err: unknown) => log.warn({ err }, "watch of namespaces was interrupted");
  const onChange = (name: string) => {
    if (stateOf(seen.get(undefined, name)) === "terminating") onTerminating(name);
  };
  const seen = observe<Namespace>(cluster, resources.namespaces, {}, { signal, onChange, onInterrupted });
  const asked = createRemembered<NamespaceState>({ seconds: rememberSeconds, limit: rememberedAnswers, now });

  async function ask(name: string): Promise<NamespaceState> {
    try {
      return stateOf(await cluster.get<Namespace>(resources.namespaces, { name }, { signal, timeoutSeconds: 5 }));
    } catch (err) {
      log.warn({ err, namespace: name }, "whether a namespace exists could not be found out");
      return "active";
    }
  }

  return async (name) => {
    const known = seen.get(undefined, name);
    return known ? stateOf(known) : asked(name, () => ask(name));
  };
}

function stateOf(namespace: Namespace | undefined): NamespaceState {
  if (!namespace) return "missing";
  return namespace.status?.phase === "Terminating" ? "terminating" : "active";
}
