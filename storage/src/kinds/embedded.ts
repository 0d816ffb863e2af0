import { allVerbs, type Kind } from "../meta/kind.ts";
import { ageColumn, nameColumn } from "./columns.ts";

type Names = { group: string; version: string; kind: string; plural: string; hasStatus?: boolean };

/**
 * Kinds that a cluster's own API server would hold. Their objects are kept as they are written: nothing is defaulted or
 * validated besides metadata.
 */
export const embeddedKinds: Kind[] = [
  keptAsWritten({ group: "", version: "v1", kind: "ConfigMap", plural: "configmaps" }),
  keptAsWritten({ group: "", version: "v1", kind: "Event", plural: "events" }),
  keptAsWritten({ group: "", version: "v1", kind: "Pod", plural: "pods", hasStatus: true }),
  keptAsWritten({ group: "", version: "v1", kind: "Secret", plural: "secrets" }),
  keptAsWritten({ group: "batch", version: "v1", kind: "Job", plural: "jobs", hasStatus: true }),
  keptAsWritten({ group: "coordination.k8s.io", version: "v1", kind: "Lease", plural: "leases" }),
  keptAsWritten({
    group: "kubescape.io",
    version: "v1alpha1",
    kind: "OperatorCommand",
    plural: "operatorcommands",
    hasStatus: true,
  }),
];

function keptAsWritten({ group, version, kind, plural, hasStatus = false }: Names): Kind {
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: allVerbs,
    hasStatus,
    hasChecksum: false,
    listed: "full",
    emptyBody: "",
    columns: [nameColumn, ageColumn],
    maxBodyBytes: 3 * 1024 * 1024,
    atomicFields: [],
  };
}
