// Updates and patches: what they may change, and of which state.
import {
  type Before,
  change,
  created,
  get,
  type Make,
  merge,
  merged,
  object,
  put,
  type Subject,
  sent,
  types,
} from "./subject.ts";

/** Of a kind that nobody knows: the garbage collector takes what has an owner that is not there. */
const owner = { apiVersion: "example.com/v1", kind: "Owner", name: "a", uid: "u" };
const start = "an object to change";

/** The object as an earlier answer has it, with other metadata. */
function like(before: Before, name: string, metadata: object): object {
  const { body } = before(name);
  return { ...body, metadata: { ...body.metadata, ...metadata } };
}
const put1 = (name: string, metadata: object, query = ""): Make =>
  put(`/c${query}`, (_subject: Subject, before: Before) => like(before, name, metadata));
const patched = (operations: object[], query = ""): Make => change(`/c${query}`, () => operations);

export const changing: Record<string, Make> = {
  [start]: created({ name: "c", labels: { a: "1" }, annotations: { note: "x" } }, "?fieldManager=first"),
  "an update without a change": put1(start, {}, "?fieldManager=first"),
  "an update by another manager": put1(start, { labels: { a: "2" } }, "?fieldManager=second"),
  "an update of what was": put1(start, { labels: { a: "3" } }),
  "an update without version": put1(start, { resourceVersion: "" }),
  "an update of version 0": put1(start, { resourceVersion: "0" }),
  "an update of no number": put1(start, { resourceVersion: "x" }),
  "an update of another object": put1("an update by another manager", { uid: "11111111-1111-1111-1111-111111111111" }),
  "an update of no object in particular": put1("an update by another manager", { uid: "" }),
  "an update of what the server decides": put1("an update by another manager", {
    creationTimestamp: "2020-01-01T00:00:00Z",
    generation: 77,
    selfLink: "/x",
    labels: { a: "4" },
  }),
  "a deletion by update": put1("an update of what the server decides", {
    deletionTimestamp: "2020-01-01T00:00:00Z",
    deletionGracePeriodSeconds: 3,
  }),
  "an update of another name": put1("an update of what the server decides", { name: "d" }),
  "an update without a name": put1("an update of what the server decides", { name: "" }),
  "an update without a namespace": put1("an update of what the server decides", { namespace: "", labels: { a: "5" } }),
  "an update that lets managers go": put1("an update without a namespace", { managedFields: [{}] }),
  "the object": get("/c"),
  "an update with managers of its own": put1("the object", {
    managedFields: [{ manager: "x", operation: "None", apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1: {} }],
  }),
  "an update of a body": put("/c?fieldManager=first", (_subject, before) => {
    const { body } = before("the object");
    return { ...body, spec: { ...body.spec, severities: { ...body.spec.severities, high: 9 } } };
  }),
  "an update of a bad label": put1("an update of a body", { labels: { a: "x y" } }),
  "an update, dry": put1("an update of a body", { labels: { a: "6" } }, "?dryRun=All"),
  "the object after a dry run": get("/c"),
  "an update of an unknown field, strictly": put("/c?fieldValidation=Strict", (_subject, before) => ({
    ...before("the object after a dry run").body,
    colour: "red",
  })),
  "a list in place of an update": sent("PUT", types.json)("/c", () => "[]"),

  "a patch of the version that is there": merge("/c?fieldManager=third", (_subject, before) => ({
    metadata: {
      resourceVersion: before("the object after a dry run").body.metadata.resourceVersion,
      labels: { b: "1" },
    },
  })),
  "a patch of the version that was": merge("/c", (_subject, before) => ({
    metadata: {
      resourceVersion: before("the object after a dry run").body.metadata.resourceVersion,
      labels: { b: "2" },
    },
  })),
  "a patch without a version": merged({ metadata: { resourceVersion: null, labels: { n: "1" } } }, "/c?dryRun=All"),
  "a patch of an empty version": merged({ metadata: { resourceVersion: "", labels: { n: "1" } } }, "/c?dryRun=All"),
  "a patch of version 0": merged({ metadata: { resourceVersion: "0", labels: { n: "1" } } }, "/c?dryRun=All"),
  "a patch of no version at all": merged({ metadata: { resourceVersion: null } }, "/c"),
  "a patch without a version that is wrong": merged(
    { metadata: { resourceVersion: null, labels: { n: "x y" } } },
    "/c",
  ),
  "a patch without a uid": merged({ metadata: { uid: null, labels: { n: "1" } } }, "/c?dryRun=All"),
  "a patch of an empty uid": merged({ metadata: { uid: "", labels: { n: "1" } } }, "/c?dryRun=All"),
  "a patch without a name": merged({ metadata: { name: null } }, "/c"),
  "a patch without a namespace": merged({ metadata: { namespace: null, labels: { n: "1" } } }, "/c?dryRun=All"),
  "a patch of another object": merged({ metadata: { uid: "11111111-1111-1111-1111-111111111111" } }, "/c"),
  "a patch that changes nothing": merged({ metadata: { labels: { b: "1" } } }, "/c"),
  "a patch that takes away": merged({ metadata: { labels: { a: null, none: null } } }, "/c"),
  "a patch of what the server decides": merged({ metadata: { generation: 5, creationTimestamp: null } }, "/c"),
  "a patch of the kind": merged({ kind: "Other" }, "/c"),
  "a patch of the group": merged({ apiVersion: "apps/v1" }, "/c"),
  "a patch of a wrong type": merged({ spec: { severities: { high: "x" } } }, "/c"),
  "a patch that takes the metadata": merged({ metadata: null }, "/c"),
  "a patch that is a list": merged([], "/c"),
  "a patch that is a text": merged("text", "/c"),
  "a patch that is null": merged("null", "/c"),
  "half a patch": merged("{", "/c"),
  "a patch that is nothing": merged("", "/c"),
  "a patch of an unknown field, strictly": merged({ spec: { colour: 1 } }, "/c?fieldValidation=Strict"),
  "a patch of an unknown field": merged({ spec: { colour: 1 } }, "/c"),
  "a patch of a field twice, strictly": merged(
    '{"metadata":{"labels":{"t":"1","t":"2"}}}',
    "/c?fieldValidation=Strict",
  ),
  "a patch of a field twice": merged('{"metadata":{"labels":{"t":"1","t":"2"}}}', "/c?fieldValidation=Warn"),
  "a patch, dry": merged({ metadata: { labels: { dry: "1" } } }, "/c?dryRun=All"),

  "a JSON patch": patched([{ op: "add", path: "/metadata/labels/j", value: "1" }]),
  "a JSON patch with a test": patched([
    { op: "test", path: "/metadata/labels/j", value: "1" },
    { op: "remove", path: "/metadata/labels/j" },
  ]),
  "a JSON patch with a test that fails": patched([{ op: "test", path: "/metadata/labels/b", value: "7" }]),
  "a JSON patch that replaces what is not there": patched(
    [{ op: "replace", path: "/metadata/labels/none", value: "1" }],
    "?dryRun=All",
  ),
  "a JSON patch that removes what is not there": patched([{ op: "remove", path: "/metadata/labels/none" }]),
  "a JSON patch below what is not there": patched([{ op: "add", path: "/spec/none/deep", value: 1 }]),
  "a JSON patch of no operation": patched([]),
  "a JSON patch that copies": patched([{ op: "copy", from: "/metadata/labels/b", path: "/metadata/labels/copy" }]),
  "a JSON patch that moves": patched([{ op: "move", from: "/metadata/labels/copy", path: "/metadata/labels/moved" }]),
  "a JSON patch of the whole": patched([{ op: "replace", path: "", value: {} }]),
  "a JSON patch that takes the version": patched([{ op: "remove", path: "/metadata/resourceVersion" }]),
  "a JSON patch of an empty version": patched([{ op: "replace", path: "/metadata/resourceVersion", value: "" }]),
  "a JSON patch of no version": patched([{ op: "replace", path: "/metadata/resourceVersion", value: null }]),
  "a JSON patch of owners": patched([
    { op: "add", path: "/metadata/ownerReferences", value: [owner, owner, { ...owner, uid: "v" }] },
  ]),
  "a patch of an owner twice": merged({ metadata: { ownerReferences: [owner, owner] } }, "/c"),
  "an update of an owner twice": put("/c", (_subject, before) =>
    like(before, "a patch of an owner twice", { ownerReferences: [owner, owner, owner] }),
  ),
  "an update of other owners twice": put("/c", (_subject, before) =>
    like(before, "a patch of an owner twice", {
      ownerReferences: [{ ...owner, uid: "w" }, owner, { ...owner, uid: "w" }],
    }),
  ),
  "a JSON patch that is an object": merged({}, "/c"),
  "an object in place of a JSON patch": change("/c", () => ({ op: "add" })),
  "an operation that there is not": patched([{ op: "double", path: "/metadata/labels/b" }]),
  "a JSON patch of the version that was": patched([
    { op: "replace", path: "/metadata/resourceVersion", value: "1" },
    { op: "add", path: "/metadata/labels/k", value: "1" },
  ]),
  "the object at the end": get("/c"),
  "another object": sent("POST", types.json)("", (subject) => object(subject, { name: "d" })),
  "a patch that takes from nothing": merged({ metadata: { labels: { a: null }, annotations: { a: null } } }, "/d"),
  "a start of a name that it gets": merged({ metadata: { generateName: "generated-" } }, "/d"),
  "a start of a name that is another": put("/d", (_subject, before) =>
    like(before, "a start of a name that it gets", { generateName: "other-" }),
  ),
  "an update without a start of its name": put("/d", (_subject, before) =>
    like(before, "a start of a name that is another", { generateName: undefined }),
  ),
};
