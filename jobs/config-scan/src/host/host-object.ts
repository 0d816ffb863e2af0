import type { KubeObject } from "@sortie/kube";
import { isRecord } from "@sortie/wire";
import { z } from "zod";
import { askedApiVersion, type HostKind, linuxKernelVariables } from "./host-kinds.ts";

/** What a node agent writes. Named like its node; the sensor's data is in `spec`. */
const Written = z.object({
  metadata: z.object({ name: z.string().min(1) }),
  spec: z.record(z.string(), z.unknown()),
});

/** An object as rules are given it: these four fields and no others. */
export type HostObject = KubeObject & { metadata: { name: string }; data: unknown };

/** The object that rules are given for one that an agent wrote; or what is wrong with that one. */
export function hostObject(kind: HostKind, item: unknown): HostObject | { malformed: string } {
  const parsed = Written.safeParse(item);
  if (!parsed.success) return { malformed: z.prettifyError(parsed.error) };
  const { metadata, spec } = parsed.data;
  return {
    apiVersion: askedApiVersion,
    kind: kind.kind,
    metadata: { name: metadata.name },
    data: dataOf(kind, spec),
  };
}

/** An agent may wrap its data once more, in a field named like the kind. The node's name is no data of the sensor. */
function dataOf(kind: HostKind, spec: Record<string, unknown>): unknown {
  const wrapped = spec[kind.written];
  const { nodeName: _, ...data } = isRecord(wrapped) ? wrapped : spec;
  // Rules know the kernel's variables as a plain list, the form in which they were first collected.
  if (kind === linuxKernelVariables && Array.isArray(data.kernelVariables)) return data.kernelVariables;
  return data;
}
