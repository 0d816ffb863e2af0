// Patches, applies and metadata that are wrong in ways of their own, most of them dry.
import {
  applied,
  apply,
  change,
  created,
  get,
  type Make,
  merged,
  object,
  post,
  put,
  type Subject,
  sent,
  types,
} from "./subject.ts";

const dry = "?dryRun=All";
/** Of a kind that nobody knows: the garbage collector takes what has an owner that is not there. */
const owner = { apiVersion: "example.com/v1", kind: "Owner", name: "a", uid: "u" };
const uid = "11111111-1111-1111-1111-111111111111";

const patched = (operations: unknown, query = ""): Make => change(`/x${dry}${query}`, () => operations);
const one = (operation: object, query = "") => patched([operation], query);
const mergedInto = (patch: unknown, query = ""): Make => merged(patch, `/x${dry}${query}`);
const asked = (metadata: object, query = ""): Make => created({ name: "made", ...metadata }, `${dry}${query}`);
const owned = (...ownerReferences: object[]): Make => asked({ ownerReferences });
const labelled = (labels: object): Make => asked({ labels });
const said = (metadata: object, rest: object = { spec: undefined }): Make =>
  applied(`/x?fieldManager=other&dryRun=All`, { name: "x", ...metadata }, rest);
const yaml = ({ group, kind }: Subject, metadata: string) =>
  `apiVersion: ${group}/v1beta1\nkind: ${kind}\nmetadata: {name: x, ${metadata}}\n`;
const updated = (metadata: object): Make =>
  put(`/x${dry}`, (_subject, before) => {
    const { body } = before("an object to patch");
    return { ...body, metadata: { ...body.metadata, ...metadata } };
  });
const finalizers = (...more: object[]): Make =>
  patched([{ op: "add", path: "/metadata/finalizers", value: ["example.com/a"] }, ...more]);

export const patching: Record<string, Make> = {
  "an object to patch": created({ name: "x", labels: { a: "1" }, annotations: { n: "1" } }, "?fieldManager=maker"),
  "a test of what is there": one({ op: "test", path: "/metadata/labels/a", value: "1" }),
  "a test of a number": one({ op: "test", path: "/spec/severities/high", value: 2 }),
  "a test of a number that is a text": one({ op: "test", path: "/spec/severities/high", value: "2" }),
  "a test of an object": one({ op: "test", path: "/metadata/labels", value: { a: "1" } }),
  "a test of nothing where nothing is": one({ op: "test", path: "/metadata/labels/z", value: null }),
  "a test without a value": one({ op: "test", path: "/metadata/labels/z" }),
  "a test of nothing where something is": one({ op: "test", path: "/metadata/labels/a", value: null }),
  "a test of nothing below nothing": one({ op: "test", path: "/none/z", value: null }),
  "a test of nothing behind a list": finalizers({ op: "test", path: "/metadata/finalizers/1", value: null }),
  "a test of what is not there": one({ op: "test", path: "/metadata/labels/z", value: "1" }),
  "a move of what is not there": one({ op: "move", from: "/metadata/labels/z", path: "/metadata/labels/y" }),
  "a move from nowhere": one({ op: "move", path: "/metadata/labels/y" }),
  "a copy from nowhere": one({ op: "copy", path: "/metadata/labels/y" }),
  "a copy of what is not there": one({ op: "copy", from: "/metadata/labels/z", path: "/metadata/labels/y" }),
  "a move into itself": one({ op: "move", from: "/metadata", path: "/metadata/x" }),
  "a move to where it is": one({ op: "move", from: "/metadata/labels/a", path: "/metadata/labels/a" }),
  "an addition without a value": one({ op: "add", path: "/metadata/labels/y" }),
  "an addition of nothing": one({ op: "add", path: "/metadata/labels/y", value: null }),
  "additions to a list": finalizers(
    { op: "add", path: "/metadata/finalizers/-", value: "example.com/b" },
    { op: "add", path: "/metadata/finalizers/0", value: "example.com/c" },
  ),
  "an addition behind a list": finalizers({ op: "add", path: "/metadata/finalizers/5", value: "example.com/b" }),
  "an addition to a list at a word": finalizers({ op: "add", path: "/metadata/finalizers/x", value: "y" }),
  "a removal behind a list": finalizers({ op: "remove", path: "/metadata/finalizers/-" }),
  "a removal from the end of a list": finalizers({ op: "remove", path: "/metadata/finalizers/-1" }),
  "a name with a slash in a path": one({ op: "add", path: "/metadata/labels/example.com~1a", value: "1" }),
  "a path that is escaped wrongly": one({ op: "add", path: "/metadata/labels/a~2", value: "1" }),
  "a removal of everything": one({ op: "remove", path: "" }),
  "an addition of everything": one({ op: "add", path: "", value: {} }),
  "an operation that says more": one({ op: "add", path: "/metadata/labels/y", value: "1", more: 1 }),
  "an operation that says more, strictly": one(
    { op: "add", path: "/metadata/labels/y", value: "1", more: 1 },
    "&fieldValidation=Strict",
  ),
  "an operation that says more, whatever it is": one(
    { op: "add", path: "/metadata/labels/y", value: "1", more: 1 },
    "&fieldValidation=Ignore",
  ),
  "an addition of an unknown field, strictly": one(
    { op: "add", path: "/spec/zzz", value: 1 },
    "&fieldValidation=Strict",
  ),
  "an addition of an unknown field": one({ op: "add", path: "/spec/zzz", value: 1 }),
  "an operation in capitals": one({ op: "ADD", path: "/metadata/labels/y", value: "1" }),
  "a JSON patch that is a text": patched('"x"'),
  "a JSON patch of a number": patched([1]),
  "a JSON patch of a path that is a number": one({ op: "add", path: 5, value: 1 }),
  "a JSON patch of the uid": one({ op: "replace", path: "/metadata/uid", value: uid }),
  "a JSON patch by force": patched([], "&force=true"),
  "a merge patch with its character set": sent("PATCH", `${types.merge}; charset=utf-8`)(`/x${dry}`, () => "{}"),
  "a merge patch that is YAML": sent("PATCH", types.merge)(`/x${dry}`, () => "metadata: {}"),
  "an apply of JSON by its name": sent("PATCH", "application/apply-patch+json")(`/x${dry}`, () => "{}"),
  "an apply of CBOR": sent("PATCH", "application/apply-patch+cbor")(`/x${dry}`, () => "{}"),
  "a patch of YAML": sent("PATCH", types.yaml)(`/x${dry}`, () => "{}"),
  "a strategic merge patch of nothing": sent("PATCH", "application/strategic-merge-patch+json")("/none", () => "{}"),
  "a merge patch of a number": mergedInto(5),
  "a merge patch of labels": mergedInto({ metadata: { labels: null } }),
  "a merge patch of a bad finalizer": mergedInto({ metadata: { finalizers: ["bad name"] } }),
  "a merge patch of an empty owner": mergedInto({ metadata: { ownerReferences: [{}] } }),
  "a merge patch that lets managers go": mergedInto({ metadata: { managedFields: [{}] } }),
  "a merge patch of many annotations": mergedInto({ metadata: { annotations: { a: "x".repeat(300_000) } } }),
  "a merge patch that deletes": mergedInto({ metadata: { deletionTimestamp: "2020-01-01T00:00:00Z" } }),
  "a merge patch with fields twice, whatever they are": merged(
    '{"metadata":{"labels":{"t":"1","t":"2"}},"spec":{"z":1}}',
    `/x${dry}&fieldValidation=Ignore`,
  ),

  "an apply of nothing of a body": said({}, { spec: null }),
  "an apply of a body without a field": said({}, { spec: {} }),
  "an apply of nothing of what another owns": said({}, { spec: { severities: null } }),
  "an apply of nothing of what another owns, and more": said({}, { spec: { controls: null } }),
  "an apply of no labels": said({ labels: null }),
  "an apply of no finalizers": said({ finalizers: null }),
  "an apply of no owners": said({ ownerReferences: [] }),
  "an apply of a label that is nothing": said({ labels: { z: null } }),
  "an apply of YAML with a key twice, strictly": sent("PATCH", types.apply)(
    "/x?fieldManager=other&dryRun=All&fieldValidation=Strict",
    (subject) => yaml(subject, "labels: {b: c, b: d}"),
  ),
  "an apply of YAML with a key twice": sent("PATCH", types.apply)(
    "/x?fieldManager=other&dryRun=All&fieldValidation=Warn",
    (subject) => yaml(subject, "labels: {b: c, b: d}"),
  ),
  "an apply of YAML with a key twice, whatever it is": sent("PATCH", types.apply)(
    "/x?fieldManager=other&dryRun=All&fieldValidation=Ignore",
    (subject) => yaml(subject, "labels: {b: c, b: d}"),
  ),
  "an apply by an odd name": applied("/x?fieldManager=a%2Fb%3Ac%20d&dryRun=All", { name: "x", labels: { q: "1" } }, {}),
  "an apply by an empty name": applied("/x?fieldManager=", { name: "x" }),
  "an apply of a list of objects": apply("/x?fieldManager=other", ({ group, kind }) => ({
    apiVersion: `${group}/v1beta1`,
    kind: `${kind}List`,
    items: [],
  })),
  "an apply of too many annotations": said({ annotations: { big: "x".repeat(262_144) } }),
  "an apply of a creation time": said({ creationTimestamp: "2020-01-01T00:00:00Z" }),
  "an apply that makes one with a uid": applied("/new?fieldManager=other", { name: "new", uid }),
  "an apply that makes one with a start of its name": applied("/new?fieldManager=other&dryRun=All", {
    name: "",
    generateName: "generated-",
  }),
  "an owner of one manager": applied("/x?fieldManager=o1", { name: "x", ownerReferences: [owner] }, {}),
  "an owner of another": applied("/x?fieldManager=o2", { name: "x", ownerReferences: [{ ...owner, uid: "v" }] }, {}),
  "the first owner by another name": applied(
    "/x?fieldManager=o3",
    { name: "x", ownerReferences: [{ ...owner, name: "b" }] },
    {},
  ),
  "the first owner is let go": applied("/x?fieldManager=o1", { name: "x" }, {}),
  "what was patched": get("/x"),

  "a name of 253 characters": asked({ name: "n".repeat(253) }),
  "an empty name": asked({ name: "" }),
  "a name that is null": asked({ name: null }),
  "a start of a name that is a number": asked({ name: "", generateName: 5 }),
  "labels at their limit": labelled({
    a: "x".repeat(63),
    ["k".repeat(63)]: "",
    [`${"p".repeat(253)}/k`]: "",
    [`${"p".repeat(64)}.com/k`]: "",
  }),
  "a label with a long key": labelled({ ["k".repeat(64)]: "" }),
  "a label with a long domain": labelled({ [`${"p".repeat(254)}/k`]: "" }),
  "a label with capitals in its domain": labelled({ "Example.com/k": "" }),
  "a label without a domain before its slash": labelled({ "/k": "x" }),
  "a label with a line break": labelled({ a: "a\n" }),
  "a label with a line break in its key": labelled({ "a\n": "a" }),
  "a label that is true": labelled({ a: true }),
  "a label that is an object": labelled({ a: {} }),
  "labels that are a text": asked({ labels: "x" }),
  "annotations at their limit": asked({ annotations: { a: "x".repeat(262_143) } }),
  "annotations above their limit": asked({ annotations: { a: "x".repeat(262_144) } }),
  "an annotation with capitals in its domain": asked({ annotations: { "Example.COM/k": "" } }),
  "finalizers of Kubernetes": asked({ finalizers: ["kubernetes", "foregroundDeletion"] }),
  "finalizers without a domain": asked({ finalizers: ["two", "one"] }),
  "a finalizer twice": asked({ finalizers: ["example.com/a", "example.com/a"] }),
  "a finalizer that is too long": asked({ finalizers: [`example.com/${"f".repeat(64)}`] }),
  "an owner of which nothing is said": owned({}),
  "an owner of which all is empty": owned({ apiVersion: "", kind: "", name: "", uid: "" }),
  "an owner of too many parts": owned({ ...owner, apiVersion: "a/b/c" }),
  "an owner of a group without a version": owned({ ...owner, apiVersion: "a/" }),
  "an owner that is an Event of the newer group": owned({ ...owner, apiVersion: "events.k8s.io/v1", kind: "Event" }),
  "three controllers": owned(...["u", "v", "w"].map((each) => ({ ...owner, uid: each, controller: true }))),
  "an owner that blocks": owned({ ...owner, blockOwnerDeletion: true, controller: false }),
  "an owner in a namespace": owned({ ...owner, namespace: "x" }),
  "a generation that is a text": asked({ generation: "9" }),
  "a version that is a number": asked({ resourceVersion: 5 }),
  "metadata of older servers": asked({ clusterName: "x", initializers: {} }),
  "metadata of older servers, strictly": asked({ clusterName: "x" }, "&fieldValidation=Strict"),
  "managers that are none": asked({ managedFields: [{ manager: "m", operation: "Other" }] }),
  "managers of another type": asked({
    managedFields: [{ manager: "m", operation: "Update", fieldsType: "FieldsV2", fieldsV1: {} }],
  }),
  "a manager whose name is too long": asked({
    managedFields: [{ manager: "m".repeat(200), operation: "Update", fieldsType: "FieldsV1", fieldsV1: {} }],
  }),

  "an update of another uid": updated({ uid }),
  "an update of a uid that is none": updated({ uid: "x" }),
  "an update of a missing version": updated({ resourceVersion: undefined }),
  "an update of a version that is a number": updated({ resourceVersion: 1 }),
  "an update that deletes": updated({ deletionTimestamp: "2020-01-01T00:00:00Z" }),
  "an update of a grace period": updated({ deletionGracePeriodSeconds: 1 }),
  "an update of nothing but a kind": put(`/x${dry}`, ({ group, kind }) => ({ apiVersion: `${group}/v1beta1`, kind })),
  "an update of what there is not": put("/new", (subject) => object(subject, { name: "new" })),
  "an update of what there is not, with a uid": put("/new", (subject) => object(subject, { name: "new", uid })),
  "an update of what there is not, with a version": put("/new", (subject) =>
    object(subject, { name: "new", resourceVersion: "1" }),
  ),
  "words behind an object": sent("POST", types.json)(dry, (subject) => `${JSON.stringify(object(subject, {}))} x`),
  "two objects": sent("POST", types.json)(dry, (subject) => JSON.stringify(object(subject, {})).repeat(2)),
  "YAML that is said to be JSON": sent("POST", types.json)(dry, ({ kind }) => `kind: ${kind}`),
  "JSON that is said to be YAML": sent("POST", types.yaml)(dry, (subject) =>
    JSON.stringify(object(subject, { name: "y" })),
  ),
  "JSON by an older name": sent("POST", "text/json")(dry, (subject) => object(subject, { name: "y" })),
  "YAML by an older name": sent("POST", "application/x-yaml")(dry, (subject) => object(subject, { name: "y" })),
  "fields in capitals": post(`${dry}&fieldValidation=Strict`, (subject) => ({
    ...object(subject, { name: "y", Labels: { a: "b" } }),
  })),
  "a number with a point": sent("POST", types.json)(dry, (subject) =>
    JSON.stringify(object(subject, { name: "y" })).replace('"high":2', '"high":2.0'),
  ),
  "a List": post(dry, () => ({ apiVersion: "v1", kind: "List", items: [] })),
};
