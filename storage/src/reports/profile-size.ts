import type { ApiObject } from "../meta/metadata.ts";
import type { ContainerSpec, Neighbors, Observed } from "./observed.ts";
import { reportOf } from "./reports.ts";

/** Things in one profile; more are no profile any more. Kubescape's `maxApplicationProfileSize`. */
const elementsAtMost = 40_000;
const tooLarge = "too-large";

type Containers<T> = { [list in "containers" | "initContainers" | "ephemeralContainers"]?: T[] | null };

/** How many things a container did. */
function sizeOfObserved(observed: Observed): number {
  const { execs, opens, syscalls, capabilities, endpoints, identifiedCallStacks } = observed;
  return sumOf(
    [execs, opens, syscalls, capabilities, endpoints, identifiedCallStacks].map((list) => list?.length ?? 0),
  );
}

/** With how many others a container talked. */
function sizeOfNeighbors({ ingress, egress }: Neighbors): number {
  return (ingress?.length ?? 0) + (egress?.length ?? 0);
}

export function sizeOfContainer(spec: ContainerSpec): number {
  return sizeOfObserved(spec) + sizeOfNeighbors(spec);
}

export function isTooMany(size: number): boolean {
  return size > elementsAtMost;
}

/** A ContainerProfile with its size, too large where it is; it keeps what is in it. Reports are joined before they count. */
export function withContainerSize(object: ApiObject): ApiObject {
  if (reportOf(object.metadata)) return object;
  return sized(object, sizeOfContainer(object.spec as ContainerSpec));
}

/** An ApplicationProfile with its size; one that is too large is emptied. */
export function withApplicationSize(object: ApiObject): ApiObject {
  const size = sumOf(containersOf(object.spec as Containers<Observed>).map(sizeOfObserved));
  if (!isTooMany(size)) return sized(object, size);
  const {
    containers: _,
    initContainers: _init,
    ephemeralContainers: _ephemeral,
    ...spec
  } = object.spec as object & Containers<Observed>;
  return sized({ ...object, spec }, size);
}

/** The same of a NetworkNeighborhood. */
export function withNetworkSize(object: ApiObject): ApiObject {
  const size = sumOf(containersOf(object.spec as Containers<Neighbors>).map(sizeOfNeighbors));
  if (!isTooMany(size)) return sized(object, size);
  const none = { containers: null, initContainers: null, ephemeralContainers: null };
  return sized({ ...object, spec: { ...(object.spec as object), ...none } }, size);
}

function containersOf<T>({ containers, initContainers, ephemeralContainers }: Containers<T>): T[] {
  return [containers, initContainers, ephemeralContainers].flatMap((list) => list ?? []);
}

/** What was emptied because it was too large keeps the size that it had. */
function sized(object: ApiObject, size: number): ApiObject {
  const { annotations } = object.metadata;
  if (size === 0 && annotations?.["kubescape.io/status"] === tooLarge) return object;
  const level = isTooMany(size) && { "kubescape.io/status": tooLarge };
  const noted = { ...annotations, "kubescape.io/resource-size": String(size), ...level };
  return { ...object, metadata: { ...object.metadata, annotations: noted } };
}

function sumOf(sizes: number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
