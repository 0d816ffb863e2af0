import type { Schema } from "./schema.ts";

const prefix = "io.k8s.apimachinery.pkg.apis.meta.v1";

/** Names of the shared schemas; kube-apiserver has its own under the same names and keeps those. */
export const metaNames = {
  objectMeta: `${prefix}.ObjectMeta`,
  listMeta: `${prefix}.ListMeta`,
  ownerReference: `${prefix}.OwnerReference`,
  managedFields: `${prefix}.ManagedFieldsEntry`,
  status: `${prefix}.Status`,
  deleteOptions: `${prefix}.DeleteOptions`,
  patch: `${prefix}.Patch`,
} as const;

const text = (description: string): Schema => ({ type: "string", description });
const time = (description: string): Schema => ({ type: "string", format: "date-time", description });
const texts = (description: string): Schema => ({
  type: "object",
  description,
  additionalProperties: { type: "string" },
});
const list = (items: Schema, description: string): Schema => ({
  type: "array",
  description,
  items,
  "x-kubernetes-list-type": "atomic",
});

type Ref = (name: string) => Schema;

/** The schemas of metadata that every kind shares, in our words. Kubernetes API, "ObjectMeta". */
export function metaSchemas(ref: Ref): Record<string, Schema> {
  return { ...objectMeta(ref), ...listAndOwners(), ...answersAndOptions(ref) };
}

function objectMeta(ref: Ref): Record<string, Schema> {
  return {
    [metaNames.objectMeta]: {
      type: "object",
      description: "Metadata that every stored object has.",
      properties: {
        name: text("Name of the object, unique among objects of its kind in its namespace."),
        generateName: text("Beginning of a name that the server completes when there is no name."),
        namespace: text("Namespace that the object is in."),
        uid: text("Set by the server: distinguishes the object from others that had its name."),
        resourceVersion: text("Set by the server at every change. Opaque; compared for equality only."),
        generation: {
          type: "integer",
          format: "int64",
          description: "Counts changes of everything but metadata and status.",
        },
        creationTimestamp: time("When the object was made."),
        deletionTimestamp: time("When deletion was asked for; the object goes when it has no finalizers left."),
        deletionGracePeriodSeconds: { type: "integer", format: "int64", description: "Always 0 here." },
        labels: texts("What objects are selected by."),
        annotations: texts("What tools keep with the object."),
        ownerReferences: list(ref(metaNames.ownerReference), "Objects without which this one is deleted."),
        finalizers: list({ type: "string" }, "Who must agree before the object goes."),
        managedFields: list(ref(metaNames.managedFields), "Which manager has written which fields."),
      },
    },
  };
}

function listAndOwners(): Record<string, Schema> {
  return {
    [metaNames.listMeta]: {
      type: "object",
      description: "Metadata of a list.",
      properties: {
        resourceVersion: text("State that the list shows; a watch can begin here."),
        continue: text("Asks for the next page; absent on the last."),
        remainingItemCount: {
          type: "integer",
          format: "int64",
          description: "How many items follow, where it is known.",
        },
      },
    },
    [metaNames.ownerReference]: {
      type: "object",
      description: "An owner of the object.",
      required: ["apiVersion", "kind", "name", "uid"],
      properties: {
        apiVersion: text("API version of the owner."),
        kind: text("Kind of the owner."),
        name: text("Name of the owner."),
        uid: text("UID of the owner."),
        controller: { type: "boolean", description: "Whether the owner manages the object." },
        blockOwnerDeletion: { type: "boolean", description: "Whether a foreground deletion of the owner waits." },
      },
      "x-kubernetes-map-type": "atomic",
    },
    [metaNames.managedFields]: {
      type: "object",
      description: "Fields that one manager has written.",
      properties: {
        manager: text("Name of the manager."),
        operation: text("Apply or Update."),
        apiVersion: text("Version the fields are named in."),
        time: time("When the manager last changed what it owns."),
        fieldsType: text("Always FieldsV1."),
        fieldsV1: { type: "object", description: "The fields." },
        subresource: text("Subresource that was written through."),
      },
    },
  };
}

function answersAndOptions(ref: Ref): Record<string, Schema> {
  return {
    [metaNames.status]: {
      type: "object",
      description: "How a request ended.",
      properties: {
        kind: text("Status"),
        apiVersion: text("v1"),
        metadata: ref(metaNames.listMeta),
        status: text("Success or Failure."),
        message: text("For people."),
        reason: text("For programs."),
        code: { type: "integer", format: "int32", description: "HTTP status code." },
        details: { type: "object", description: "What the reason is about." },
      },
      "x-kubernetes-group-version-kind": [{ group: "", kind: "Status", version: "v1" }],
    },
    [metaNames.deleteOptions]: {
      type: "object",
      description: "How an object is deleted.",
      properties: {
        propagationPolicy: text("Background, Foreground or Orphan."),
        preconditions: { type: "object", description: "uid and resourceVersion that the object must have." },
        dryRun: list({ type: "string" }, "All: nothing is deleted."),
      },
    },
    [metaNames.patch]: { type: "object", description: "A change of an object, in the format of the content type." },
  };
}
