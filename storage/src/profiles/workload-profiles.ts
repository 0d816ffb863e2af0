import { hash } from "node:crypto";
import type { ApiObject, Metadata } from "../meta/metadata.ts";
import type { ContainerSpec, Observed } from "../reports/observed.ts";
import { isTooMany, sizeOfContainer } from "../reports/profile-size.ts";
import type { Wanted } from "./consolidate.ts";

/** Lists of containers in the profile of a workload. */
export const containerTypes = ["containers", "initContainers", "ephemeralContainers"] as const;
type ContainerType = (typeof containerTypes)[number];

const containerNameLabel = "kubescape.io/workload-container-name";

/** Where a container is in the profiles of its workload. */
export type Place = { workload: string; type: ContainerType; container: string };

/**
 * The workload is named by kind and name of the instance: `apiVersion-<v>/namespace-<n>/kind-<k>/name-<n>/…`. Absent for
 * profiles that do not say whose they are, in what can be a name.
 */
export function placeOf({ annotations = {}, labels = {} }: Metadata): Place | undefined {
  const instance = annotations["kubescape.io/instance-id"] ?? "";
  const [, kind, name] = /\/kind-([^/%\p{Cc}]+)\/name-([^/%\p{Cc}]+)\//u.exec(instance) ?? [];
  const container = labels[containerNameLabel] ?? /\/\w*[cC]ontainerName-([^/]+)$/.exec(instance)?.[1];
  if (!kind || !name || !container) return undefined;
  const type = containerTypes.find((each) => each === annotations["kubescape.io/workload-container-type"]);
  return { workload: slugOf(`${kind}-${name}`.toLowerCase(), instance), type: type ?? "containers", container };
}

/** A name has 253 characters; one that would have too many ends with a hash instead, as Kubescape's components make it. */
const longestSlug = 253 - "-xxxx-xxxx".length;

function slugOf(slug: string, instance: string): string {
  if (slug.length < longestSlug) return slug;
  const digest = hash("sha256", instance);
  return `${slug.slice(0, longestSlug).toWellFormed()}-${digest.slice(0, 4)}-${digest.slice(-4)}`;
}

/** The ApplicationProfile and the NetworkNeighborhood of a workload, made of the profiles of its containers. */
export function workloadProfiles(profiles: ApiObject[]): { application: Wanted; network: Wanted } | undefined {
  const placed = profiles.flatMap((object) => {
    const place = placeOf(object.metadata);
    return place ? [{ ...place, object, spec: object.spec as ContainerSpec }] : [];
  });
  const ordered = placed.toSorted((a, b) => (a.container < b.container ? -1 : 1));
  const first = ordered[0];
  if (!first) return undefined;
  const { labels, annotations } = commonMetadata(ordered.map(({ object }) => object));
  const isTooLarge = annotations["kubescape.io/status"] === "too-large";
  const listOf = <T>(type: ContainerType, show: (name: string, spec: ContainerSpec) => T) =>
    isTooLarge ? [] : ordered.filter((each) => each.type === type).map(({ container, spec }) => show(container, spec));

  const [containers, initContainers, ephemeralContainers] = containerTypes.map((type) => listOf(type, observedOf));
  const neighbors = containerTypes.map((type) => {
    const list = listOf(type, (name, { ingress, egress }) => ({ name, ingress, egress }));
    return [type, list.length > 0 ? list : null] as const;
  });
  const { matchLabels, matchExpressions } = first.spec;
  return {
    application: {
      labels,
      annotations,
      spec: {
        architectures: [...new Set(ordered.flatMap(({ spec }) => spec.architectures ?? []))].toSorted(),
        ...(containers?.length && { containers }),
        ...(initContainers?.length && { initContainers }),
        ...(ephemeralContainers?.length && { ephemeralContainers }),
      },
    },
    network: {
      labels,
      annotations,
      spec: {
        ...(matchLabels && { matchLabels }),
        ...(matchExpressions && { matchExpressions }),
        ...Object.fromEntries(neighbors),
      },
    },
  };
}

function observedOf(name: string, spec: ContainerSpec): Observed & { name: string } {
  const { capabilities, execs, opens, syscalls, seccompProfile, endpoints } = spec;
  const { imageID, imageTag, rulePolicies, identifiedCallStacks } = spec;
  const what = { capabilities, execs, opens, syscalls, seccompProfile, endpoints, imageID, imageTag };
  return { name, ...what, rulePolicies, identifiedCallStacks };
}

/**
 * The workload is as far as the container that is least far. Init containers end by themselves, before the others begin, so
 * they do not count.
 */
function commonMetadata(profiles: ApiObject[]): Pick<Wanted, "labels" | "annotations"> {
  const { labels = {}, annotations = {} } = profiles.at(-1)?.metadata ?? {};
  const all = profiles.map(({ metadata }) => metadata);
  const main = all.filter((metadata) => placeOf(metadata)?.type === "containers");
  const statuses = (of: Metadata[]) => of.map((metadata) => annotationOf(metadata, "status"));
  const isComplete = all.every((metadata) => annotationOf(metadata, "completion") === "complete");
  const { [containerNameLabel]: _, ...workloadLabels } = labels;
  const instance = annotations["kubescape.io/instance-id"]?.replace(/\/[^/]*$/, "");
  const wlid = annotations["kubescape.io/wlid"];
  const size = profiles.reduce((sum, { spec }) => sum + sizeOfContainer(spec as ContainerSpec), 0);
  const status = isTooMany(size) ? "too-large" : statusOf(statuses(main), statuses(all));
  return {
    labels: workloadLabels,
    annotations: {
      ...(wlid && { "kubescape.io/wlid": wlid }),
      ...(instance && { "kubescape.io/instance-id": instance }),
      "kubescape.io/status": status,
      "kubescape.io/completion": isComplete ? "complete" : "partial",
      // Otherwise each of the two profiles has its own.
      ...(status === "too-large" && { "kubescape.io/resource-size": String(size) }),
    },
  };
}

function statusOf(main: string[], all: string[]): string {
  if (main.length > 0 && main.every((status) => status === "completed")) return "completed";
  if (all.includes("too-large")) return "too-large";
  return main.find((status) => status !== "completed" && status !== "") ?? "ready";
}

function annotationOf({ annotations }: Metadata, name: string): string {
  return annotations?.[`kubescape.io/${name}`] ?? "";
}
