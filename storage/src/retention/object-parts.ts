import type { KubeObject } from "@sortie/kube";
import type { Owner } from "./owners.ts";
import type { Pod } from "./pod-usage.ts";

/** What results can be about besides an object as a whole. */
export type Parts = {
  /** Names of the containers of a pod, of what makes pods, or of what makes Jobs. */
  containers?: string[];
  /** What a binding says, as the IDs of its subjects have it. */
  binding?: { role: string; subjects: string[] };
};

type PodSpec = Pod["spec"];
type Workload = KubeObject & {
  spec?: PodSpec & { template?: { spec?: PodSpec }; jobTemplate?: { spec?: { template?: { spec?: PodSpec } } } };
};
type Binding = KubeObject & {
  roleRef?: { kind?: string; name?: string };
  subjects?: { kind?: string; namespace?: string; name?: string }[] | null;
};

export function partsOf(object: KubeObject): Parts | undefined {
  const { spec } = object as Workload;
  const pod = spec?.jobTemplate?.spec?.template?.spec ?? spec?.template?.spec ?? spec;
  if (pod?.containers) {
    const all = [pod.containers, pod.initContainers, pod.ephemeralContainers];
    return { containers: all.flatMap((containers) => (containers ?? []).map(({ name }) => name)) };
  }
  const { roleRef, subjects } = object as Binding;
  if (!roleRef) return undefined;
  return {
    binding: {
      role: `/${roleRef.kind}/${roleRef.name}`,
      subjects: (subjects ?? []).map(({ kind, namespace = "", name }) => `/${namespace}/${kind}/${name}`),
    },
  };
}

/** Whether an object that is there still has what a result is about. What cannot be told apart counts as had. */
export function hasPart(parts: Parts | undefined, { container, subjectId }: Owner & { is: "object" }): boolean {
  if (container !== undefined && parts?.containers) return parts.containers.includes(container);
  if (subjectId === undefined || !parts?.binding) return true;
  const { role, subjects } = parts.binding;
  return subjectId.includes(role) && subjects.some((subject) => subjectId.includes(subject));
}
