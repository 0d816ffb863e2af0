import { z } from "zod";

/**
 * The object `default` of the cluster-scoped kind `ControlInput` of `kubescape.io/v1`: a cluster's own control inputs, by
 * their names. Each list stands by itself, so what one of them holds is checked with it.
 *
 * Written by: people, with `kubectl`. Read by: config-scan.
 */
export const ControlInput = z.object({
  spec: z.object({ controls: z.record(z.string(), z.unknown()) }),
});
