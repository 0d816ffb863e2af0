import { flag, list, map, message, optional, pointer, text, time, whole, whole32 } from "./message.ts";

// Numbers: Kubernetes, k8s.io/apimachinery/pkg/apis/meta/v1 and pkg/runtime, `generated.proto`.

export const ownerReference = message("OwnerReference", "An owner of the object.", {
  apiVersion: [5, text, "API version of the owner."],
  kind: [1, text, "Kind of the owner."],
  name: [3, text, "Name of the owner."],
  uid: [4, text, "UID of the owner."],
  controller: [6, optional(pointer(flag)), "Whether the owner manages the object."],
  blockOwnerDeletion: [7, optional(pointer(flag)), "Whether a foreground deletion of the owner waits."],
});

const managedFieldsEntry = message("ManagedFieldsEntry", "Fields that one manager has written.", {
  manager: [1, optional(text), "Name of the manager."],
  operation: [2, optional(text), "Apply or Update."],
  apiVersion: [3, optional(text), "Version the fields are named in."],
  time: [4, optional(pointer(time)), "When the manager last changed what it owns."],
  fieldsType: [6, optional(text), "Always FieldsV1."],
  fieldsV1: [7, optional(pointer({ is: "fieldsV1" })), "The fields."],
  subresource: [8, optional(text), "Subresource that was written through."],
});

export const objectMeta = message("ObjectMeta", "Metadata that every stored object has.", {
  name: [1, optional(text), "Name of the object, unique among objects of its kind in its namespace."],
  generateName: [2, optional(text), "Beginning of a name that the server completes when there is no name."],
  namespace: [3, optional(text), "Namespace that the object is in."],
  uid: [5, optional(text), "Set by the server: distinguishes the object from others that had its name."],
  resourceVersion: [6, optional(text), "Set by the server at every change. Opaque; compared for equality only."],
  generation: [7, optional(whole), "Counts changes of everything but metadata and status."],
  creationTimestamp: [8, optional(time), "When the object was made."],
  deletionTimestamp: [
    9,
    optional(pointer(time)),
    "When deletion was asked for; the object goes when it has no finalizers left.",
  ],
  deletionGracePeriodSeconds: [10, optional(pointer(whole)), "Always 0 here."],
  labels: [11, optional(map(text)), "What objects are selected by."],
  annotations: [12, optional(map(text)), "What tools keep with the object."],
  ownerReferences: [
    13,
    optional({ is: "list", of: ownerReference, keys: ["uid"] }),
    "Objects without which this one is deleted.",
  ],
  finalizers: [14, optional({ is: "list", of: text, keys: [] }), "Who must agree before the object goes."],
  managedFields: [17, optional(list(managedFieldsEntry)), "Which manager has written which fields."],
});

export const listMeta = message("ListMeta", "Metadata of a list.", {
  selfLink: [1, optional(text), "Not used."],
  resourceVersion: [2, optional(text), "State that the list shows; a watch can begin here."],
  continue: [3, optional(text), "Asks for the next page; absent on the last."],
  remainingItemCount: [4, optional(pointer(whole)), "How many items follow, where it is known."],
});

export const labelSelector = message("LabelSelector", "Selects objects by their labels.", {
  matchLabels: [1, optional(map(text)), "Labels that an object must have."],
  matchExpressions: [
    2,
    optional(
      list(
        message("LabelSelectorRequirement", "One condition on a label.", {
          key: [1, text, "Name of the label."],
          operator: [2, text, "In, NotIn, Exists or DoesNotExist."],
          values: [3, optional(list(text)), "Values for In and NotIn."],
        }),
      ),
    ),
    "Conditions that all must hold.",
  ],
});

const statusDetails = message("StatusDetails", "What a status is about.", {
  name: [1, optional(text), "Name of the object."],
  group: [2, optional(text), "Group of the kind."],
  kind: [3, optional(text), "The kind."],
  uid: [6, optional(text), "UID of the object."],
  causes: [
    4,
    optional(
      list(
        message("StatusCause", "One reason among several.", {
          reason: [1, optional(text), "For programs."],
          message: [2, optional(text), "For people."],
          field: [3, optional(text), "Field that is meant."],
        }),
      ),
    ),
    "Reasons in detail.",
  ],
  retryAfterSeconds: [5, optional(whole32), "When to try again."],
});

export const status = message("Status", "How a request ended.", {
  metadata: [1, listMeta, "Empty."],
  status: [2, optional(text), "Success or Failure."],
  message: [3, optional(text), "For people."],
  reason: [4, optional(text), "For programs."],
  details: [5, optional(pointer(statusDetails)), "What the reason is about."],
  code: [6, optional(whole32), "HTTP status code."],
});

export const deleteOptions = message("DeleteOptions", "How an object is deleted.", {
  gracePeriodSeconds: [1, optional(pointer(whole)), "Not used: deletions are at once."],
  preconditions: [
    2,
    optional(
      pointer(
        message("Preconditions", "What the object must be.", {
          uid: [1, optional(pointer(text)), "Its UID."],
          resourceVersion: [2, optional(pointer(text)), "Its resourceVersion."],
        }),
      ),
    ),
    "What the object must be to be deleted.",
  ],
  orphanDependents: [3, optional(pointer(flag)), "Older way to say Orphan."],
  propagationPolicy: [4, optional(pointer(text)), "Background, Foreground or Orphan."],
  dryRun: [5, optional(list(text)), "All: nothing is deleted."],
});

export const partialObjectMetadata = message("PartialObjectMetadata", "An object of any kind without its body.", {
  metadata: [1, objectMeta, "Its metadata."],
});

export const partialObjectMetadataList = message("PartialObjectMetadataList", "A list without bodies.", {
  metadata: [1, listMeta, "Metadata of the list."],
  items: [2, list(partialObjectMetadata), "The objects."],
});

/** `runtime.Unknown`, which every message travels in. `raw` is read apart: it is no JSON. */
export const typeMeta = message("TypeMeta", "Which kind of object something is.", {
  apiVersion: [1, text, "Group and version."],
  kind: [2, text, "The kind."],
});
