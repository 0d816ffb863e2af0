import type { Resource } from "./cluster.ts";

const core = { group: "", version: "v1" };
const posture = { group: "spdx.softwarecomposition.kubescape.io", version: "v1beta1" };

/** The resources that Sortie's programs read or write by name. Anything else comes from `discoverResources`. */
export const resources = {
  pods: { ...core, plural: "pods", namespaced: true },
  secrets: { ...core, plural: "secrets", namespaced: true },
  configMaps: { ...core, plural: "configmaps", namespaced: true },
  services: { ...core, plural: "services", namespaced: true },
  serviceAccounts: { ...core, plural: "serviceaccounts", namespaced: true },
  /** Core Events, as `kubectl describe` shows them. */
  events: { ...core, plural: "events", namespaced: true },
  namespaces: { ...core, plural: "namespaces", namespaced: false },
  nodes: { ...core, plural: "nodes", namespaced: false },
  jobs: { group: "batch", version: "v1", plural: "jobs", namespaced: true },
  cronJobs: { group: "batch", version: "v1", plural: "cronjobs", namespaced: true },
  leases: { group: "coordination.k8s.io", version: "v1", plural: "leases", namespaced: true },
  apiServices: { group: "apiregistration.k8s.io", version: "v1", plural: "apiservices", namespaced: false },
  customResourceDefinitions: {
    group: "apiextensions.k8s.io",
    version: "v1",
    plural: "customresourcedefinitions",
    namespaced: false,
  },
  operatorCommands: { group: "kubescape.io", version: "v1alpha1", plural: "operatorcommands", namespaced: true },
  securityExceptions: { group: "kubescape.io", version: "v1beta1", plural: "securityexceptions", namespaced: true },
  clusterSecurityExceptions: {
    group: "kubescape.io",
    version: "v1beta1",
    plural: "clustersecurityexceptions",
    namespaced: false,
  },
  controlInputs: { group: "kubescape.io", version: "v1", plural: "controlinputs", namespaced: false },
  workloadConfigurationScans: { ...posture, plural: "workloadconfigurationscans", namespaced: true },
  workloadConfigurationScanSummaries: { ...posture, plural: "workloadconfigurationscansummaries", namespaced: true },
  configurationScanSummaries: { ...posture, plural: "configurationscansummaries", namespaced: false },
} as const satisfies Record<string, Resource>;
