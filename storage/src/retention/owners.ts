import { resourceIdAnnotation } from "@sortie/wire";
import type { Metadata } from "../meta/metadata.ts";
import { parseWlid } from "./wlid.ts";

/** Something that a result is about. The result has a reason to exist while it does. */
export type Owner =
  | {
      is: "object";
      /** Absent: whatever group has such a kind. */
      group: string | undefined;
      /** In lower case, as wlids have it. */
      kind: string;
      /** `""` for cluster-scoped objects. */
      namespace: string;
      name: string;
      /** The result is about this container of it. */
      container: string | undefined;
      /** It is a binding, and the result about a subject of it, with this ID: docs/reference/posture-results.md. */
      subjectId: string | undefined;
    }
  /** A container runs this image: the reference of the pod's status. */
  | { is: "image"; id: string }
  /** A container of a pod of this owner runs. */
  | { is: "instance"; id: string }
  /** A pod of this generation of a workload runs. */
  | { is: "template"; namespace: string; hash: string };

/** What a stored object says of itself. */
export type Subject = { namespace: string; metadata: Metadata };

/** Kinds that are cleaned up, and by what. `image` kinds outlive what they are about by the longer time. */
export type Rule = {
  about: "workload" | "image";
  /** All of them have to exist. None: the result says of nothing that it is about it. `undefined`: it is kept. */
  owners(subject: Subject): Owner[] | undefined;
};

/** Label by which a result is kept whatever happens, with the value `keep`: an image of a registry runs nowhere. */
const keepLabel = "sortie.dev/retention";

/** Generations of these have a hash that their pods carry as a label. */
const templatedKinds = new Set(["deployment", "replicaset", "daemonset", "statefulset"]);

/** By plural of the kind: docs/reference/storage-api.md, "Clean-up". Kinds that are not here are never cleaned up. */
export const rules = new Map<string, Rule>(
  Object.entries({
    workloadconfigurationscans: { about: "workload", owners: unlessKept(scanOwners) },
    workloadconfigurationscansummaries: { about: "workload", owners: unlessKept(scanOwners) },
    vulnerabilitymanifestsummaries: { about: "workload", owners: unlessKept(summaryOwners) },
    sbomsyfts: { about: "image", owners: unlessKept(ofContainers(image)) },
    sbomsyftfiltereds: { about: "image", owners: unlessKept(ofContainers(instance)) },
    openvulnerabilityexchangecontainers: { about: "image", owners: unlessKept(ofContainers(instance)) },
    vulnerabilitymanifests: { about: "image", owners: unlessKept(ofContainers(image, instance)) },
    applicationprofiles: { about: "image", owners: unlessKept(profileOwners) },
    containerprofiles: { about: "image", owners: unlessKept(profileOwners) },
    networkneighborhoods: { about: "image", owners: unlessKept(profileOwners) },
    seccompprofiles: { about: "image", owners: unlessKept(profileOwners) },
  } satisfies Record<string, Rule>),
);

type Owners = Rule["owners"];

/** What a user wrote or marked is the user's. */
function unlessKept(owners: Owners): Owners {
  return (subject) => {
    const { labels, annotations } = subject.metadata;
    const isKept = labels?.[keepLabel] === "keep" || annotations?.["kubescape.io/managed-by"] === "User";
    return isKept ? undefined : owners(subject);
  };
}

/**
 * Results without a wlid are about something else than an object of the cluster. What has its object as an owner Kubernetes'
 * garbage collector deletes with it, also where storage may not list such objects.
 */
function scanOwners({ metadata }: Subject): Owner[] | undefined {
  const owner = workload(metadata);
  if (owner && metadata.labels?.["kubescape.io/rbac-resource"]) {
    return [{ ...owner, subjectId: metadata.annotations?.[resourceIdAnnotation] }];
  }
  const isIt = ({ kind, name }: { kind: string; name: string }) =>
    kind.toLowerCase() === owner?.kind && name === owner.name;
  return owner && !metadata.ownerReferences?.some(isIt) ? [owner] : undefined;
}

function summaryOwners({ metadata }: Subject): Owner[] {
  const owner = workload(metadata);
  const container = metadata.annotations?.["kubescape.io/workload-container-name"];
  return owner && container ? [{ ...owner, container }] : [];
}

function profileOwners({ namespace, metadata }: Subject): Owner[] | undefined {
  const hash = metadata.labels?.["kubescape.io/instance-template-hash"];
  const kind = metadata.labels?.["kubescape.io/workload-kind"]?.toLowerCase() ?? "";
  if (hash && templatedKinds.has(kind)) return [{ is: "template", namespace, hash }];
  return scanOwners({ namespace, metadata });
}

/** Hosts and nodes are no containers, so none of them runs. */
function ofContainers(...about: ((metadata: Metadata) => Owner | undefined)[]): Owners {
  return ({ metadata }) => {
    const type = metadata.labels?.["kubescape.io/sbom-type"];
    if (type === "host" || type === "node") return undefined;
    return about.map((each) => each(metadata)).filter((owner) => owner !== undefined);
  };
}

function image({ annotations }: Metadata): Owner | undefined {
  const id = annotations?.["kubescape.io/image-id"];
  return id ? { is: "image", id } : undefined;
}

function instance({ annotations }: Metadata): Owner | undefined {
  const id = annotations?.["kubescape.io/instance-id"];
  return id ? { is: "instance", id } : undefined;
}

/** The group is that of the labels where they are about the same object: those of a subject's results are not. */
function workload({ labels = {}, annotations = {} }: Metadata): (Owner & { is: "object" }) | undefined {
  const wlid = parseWlid(annotations["kubescape.io/wlid"]);
  if (!wlid) return undefined;
  const isLabelled = labels["kubescape.io/workload-kind"]?.toLowerCase() === wlid.kind;
  const group = isLabelled ? (labels["kubescape.io/workload-api-group"] ?? "") : undefined;
  return { is: "object", group, container: undefined, subjectId: undefined, ...wlid };
}
