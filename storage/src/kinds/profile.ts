import type { Cause } from "../meta/cause.ts";
import type { Kind } from "../meta/kind.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { isUsers, keepCompleted, refuseLateReport } from "../reports/completed.ts";
import { withApplicationSize, withContainerSize, withNetworkSize } from "../reports/profile-size.ts";
import { ageColumn, annotationColumn, digestColumn, nameColumn } from "./columns.ts";
import { neighborCauses } from "./neighbor-causes.ts";
import { computedKind, storedKind, workloadColumn } from "./result-kind.ts";
import { generatedNetworkPolicyType, knownServerType, networkNeighborhoodType } from "./types/network.ts";
import { applicationProfileType, collapseConfigurationType, containerProfileType } from "./types/profile.ts";
import { seccompProfileType } from "./types/seccomp.ts";

const learned = {
  hasChecksum: true,
  listed: "metadata" as const,
  columns: [
    nameColumn,
    annotationColumn("Status", "kubescape.io/status", "How far the observation is."),
    annotationColumn("Completion", "kubescape.io/completion", "Whether it began with the container."),
    workloadColumn,
    ageColumn,
  ],
  causes: profileCauses,
};

/** What one container did, as a node saw it: a report, or all reports together. */
export const containerProfile = storedKind({
  sized: withContainerSize,
  ...learned,
  admit: refuseLateReport,
  message: containerProfileType,
  plural: "containerprofiles",
  shortNames: ["kscp"],
  // A node agent that is told 413 sends the profile in two parts.
  maxBodyBytes: 2_500_000,
});

export const applicationProfile = storedKind({
  sized: withApplicationSize,
  ...learned,
  kept: keepCompleted,
  message: applicationProfileType,
  plural: "applicationprofiles",
  shortNames: ["ksap"],
  maxBodyBytes: 20 * 1000 * 1000,
});

export const networkNeighborhood = storedKind({
  sized: withNetworkSize,
  ...learned,
  causes: neighborhoodCauses,
  kept: keepCompleted,
  message: networkNeighborhoodType,
  plural: "networkneighborhoods",
  shortNames: ["ksnn"],
  maxBodyBytes: 10 * 1000 * 1000,
});

/** Computed from a NetworkNeighborhood and the known servers at each read. */
export const generatedNetworkPolicy = computedKind({
  viewOf: networkNeighborhood,
  message: generatedNetworkPolicyType,
  plural: "generatednetworkpolicies",
  shortNames: ["ksgnp"],
  listed: "metadata",
  columns: [nameColumn, workloadColumn, ageColumn],
});

const seccompProfile = storedKind({
  hasChecksum: true,
  message: seccompProfileType,
  plural: "seccompprofiles",
  shortNames: ["ksseccomp"],
  listed: "full",
  columns: [nameColumn, workloadColumn, ageColumn],
  maxBodyBytes: 1024 * 1024,
});

export const knownServer = storedKind({
  hasChecksum: true,
  message: knownServerType,
  plural: "knownservers",
  shortNames: ["ksserver"],
  namespaced: false,
  listed: "full",
  digest: ({ spec }) => [(spec as unknown[] | null)?.length ?? 0],
  columns: [nameColumn, digestColumn("Ranges", 0, "Ranges of addresses."), ageColumn],
  maxBodyBytes: 1024 * 1024,
});

export const collapseConfiguration = storedKind({
  message: collapseConfigurationType,
  plural: "collapseconfigurations",
  shortNames: ["kscollapse"],
  namespaced: false,
  listed: "full",
  columns: [nameColumn, ageColumn],
  causes: collapseCauses,
  maxBodyBytes: 400_000,
});

export const profileKinds: Kind[] = [
  applicationProfile,
  collapseConfiguration,
  containerProfile,
  generatedNetworkPolicy,
  knownServer,
  networkNeighborhood,
  seccompProfile,
];

const annotationValues: Record<string, string[]> = {
  "kubescape.io/completion": ["complete", "partial"],
  "kubescape.io/status": [
    "initializing",
    "ready",
    "completed",
    "incomplete",
    "unauthorize",
    "missing-runtime",
    "too-large",
    "unsupported-schema",
  ],
};

/** The annotations that other components decide by have one of the values they know. */
function profileCauses({ metadata }: ApiObject): Cause[] {
  return Object.entries(annotationValues).flatMap(([annotation, values]): Cause[] => {
    const value = metadata.annotations?.[annotation];
    if (value === undefined || values.includes(value)) return [];
    const supported = values.map((each) => `"${each}"`).join(", ");
    const message = `Unsupported value: "${value}": supported values: ${supported}`;
    return [{ reason: "FieldValueNotSupported", message, field: `metadata.annotations.${annotation}` }];
  });
}

/** What a node agent has seen is taken as it is: it could send nothing else. Nor must an object that ends be right. */
function neighborhoodCauses(object: ApiObject): Cause[] {
  const { metadata } = object;
  const isChecked = isUsers(metadata) && metadata.deletionTimestamp === undefined;
  return [...profileCauses(object), ...(isChecked ? neighborCauses(object) : [])];
}

type Collapse = {
  openDynamicThreshold?: number;
  endpointDynamicThreshold?: number;
  collapseConfigs?: { prefix: string; threshold: number }[];
};

function collapseCauses({ spec }: ApiObject): Cause[] {
  const { openDynamicThreshold = 0, endpointDynamicThreshold = 0, collapseConfigs = [] } = spec as Collapse;
  const prefixes = collapseConfigs.map(({ prefix }) => prefix);
  const wrong: [field: string, when: boolean, message: string][] = [
    ["openDynamicThreshold", openDynamicThreshold < 0, "must not be negative"],
    ["endpointDynamicThreshold", endpointDynamicThreshold < 0, "must not be negative"],
    ...collapseConfigs.flatMap(({ prefix, threshold }, index): [string, boolean, string][] => [
      [`collapseConfigs[${index}].prefix`, !prefix.startsWith("/"), "must begin with a slash"],
      [`collapseConfigs[${index}].prefix`, prefixes.indexOf(prefix) < index, "is there twice"],
      [`collapseConfigs[${index}].threshold`, threshold < 1, "must be at least 1"],
    ]),
  ];
  return wrong
    .filter(([, when]) => when)
    .map(([field, , message]) => ({ reason: "FieldValueInvalid", message, field: `spec.${field}` }));
}
