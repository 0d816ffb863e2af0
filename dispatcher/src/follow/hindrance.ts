import type { KubeObject } from "@sortie/kube";
import { z } from "zod";

/** The fields of a pod that say why it does not run (Kubernetes API, `ContainerStateWaiting`, `PodCondition`). */
const WaitingPod = z.looseObject({
  status: z.looseObject({
    conditions: z
      .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().nullish() }))
      .nullish(),
    containerStatuses: z
      .array(
        z.looseObject({
          state: z
            .looseObject({
              waiting: z.looseObject({ reason: z.string().nullish(), message: z.string().nullish() }).nullish(),
            })
            .nullish(),
        }),
      )
      .nullish(),
  }),
});

/** Reasons to wait that pass by themselves. */
const onItsWay = new Set(["ContainerCreating", "PodInitializing"]);

/**
 * Why a Job that has been running for a while has not begun its work, for a person: its image cannot be had, no node has
 * room, or nobody may create its pod. `undefined`: it has begun, or is about to.
 */
export function hindranceOf(pods: KubeObject[]): string | undefined {
  if (pods.length === 0) return "it has no pod; `kubectl describe` of its Job says why";
  const reasons = pods.map(hindranceOfPod);
  return reasons.includes(undefined) ? undefined : reasons[0];
}

function hindranceOfPod(pod: KubeObject): string | undefined {
  const parsed = WaitingPod.safeParse(pod);
  if (!parsed.success) return undefined;
  const { conditions, containerStatuses } = parsed.data.status;
  const unscheduled = conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled !== undefined) return `no node takes its pod: ${unscheduled.message ?? "no reason is given"}`;
  const waiting = containerStatuses?.map(({ state }) => state?.waiting).find((one) => one?.reason);
  if (!waiting?.reason || onItsWay.has(waiting.reason)) return undefined;
  return [waiting.reason, waiting.message].filter(Boolean).join(": ");
}
