// Requests that are wrong in one way each, as people and programs send them.
import type { ApiRequest } from "./api-request.ts";

/** A kind of objects with counters of severities below `spec`. */
export type Subject = { group: string; kind: string; plural: string; namespace: string };

type Make = (subject: Subject) => Omit<ApiRequest, "path"> & { at?: string };

const json = "application/json";
const mergeType = "application/merge-patch+json";
const jsonType = "application/json-patch+json";
const applyType = "application/apply-patch+yaml";

function object({ group, kind }: Subject, metadata: object, rest: object = {}): object {
  const severities = { critical: 1, high: 2, medium: 0, low: 0, unknown: 0 };
  return {
    apiVersion: `${group}/v1beta1`,
    kind,
    metadata: { name: "x", ...metadata },
    spec: { severities, controls: {} },
    ...rest,
  };
}

const list =
  (query: string, accept = json): Make =>
  () => ({ method: "GET", at: `?${query}`, headers: { Accept: accept } });

const withBody =
  (method: string, type: string) =>
  (at: string, body: (subject: Subject) => unknown): Make =>
  (subject) => {
    const content = body(subject);
    return {
      method,
      at,
      headers: { "Content-Type": type },
      body: typeof content === "string" ? content : JSON.stringify(content),
    };
  };
const post = withBody("POST", json);
const put = withBody("PUT", json);
const remove = withBody("DELETE", json);
const merge = withBody("PATCH", mergeType);
const apply = withBody("PATCH", applyType);
const change = withBody("PATCH", jsonType);

const created = (metadata: object, at = ""): Make => post(at, (subject) => object(subject, metadata));
const updated = (metadata: object, at = "/x"): Make => put(at, (subject) => object(subject, metadata));
const merged = (patch: unknown, at = "/x"): Make => merge(at, () => patch);
const applied = (at: string, metadata: object, rest = {}): Make =>
  apply(at, (subject) => object(subject, metadata, rest));
const labelled = (labels: object): Make => created({ name: "l", labels });
const deleteOptions = (options: object): Make =>
  remove("/x", () => ({ kind: "DeleteOptions", apiVersion: "v1", ...options }));

const sameKind = { op: "test", path: "/kind", value: "x" };

/** In the order in which they are sent: the object `x` is there from the first one on. */
export const badRequests: Record<string, Make> = {
  "an object": created({}),
  "the same object": created({}),
  "the same object, dry": created({}, "?dryRun=All"),
  "a selector without an end": list("labelSelector=a%20in%20(b"),
  "a selector of two words": list("labelSelector=a%20b"),
  "a selector with two operators": list("labelSelector=a==b==c"),
  "a selector of a comma": list("labelSelector=,"),
  "a selector without values": list("labelSelector=a%20notin"),
  "a selector with a bad value": list("labelSelector=a=$x"),
  "a comparison with no number": list("labelSelector=a%3Eb"),
  "a selector of another field": list("fieldSelector=spec.x=1"),
  "a field selector without operator": list("fieldSelector=metadata.name"),
  "a field selector with a bad escape": list("fieldSelector=metadata.name=a%5Cb"),
  "a match without version": list("resourceVersionMatch=Exact"),
  "another match": list("resourceVersion=5&resourceVersionMatch=Some"),
  "an exact match with any version": list("resourceVersion=0&resourceVersionMatch=Exact"),
  "a match with a token": list("resourceVersion=0&resourceVersionMatch=NotOlderThan&continue=x"),
  "initial events of a list": list("sendInitialEvents=true"),
  "initial events without match": list("watch=1&sendInitialEvents=true"),
  "a match of a watch": list("watch=1&resourceVersionMatch=NotOlderThan"),
  HTML: list("", "text/html"),
  "a table with other objects": list("includeObject=some", "application/json;as=Table;v=v1;g=meta.k8s.io"),
  "text in place of an object": withBody("POST", "text/plain")("", () => "x"),
  "an object of another version": post("", (subject) => ({ ...object(subject, {}), apiVersion: "other/v1" })),
  "an object of another namespace": created({ namespace: "other" }),
  "an object without name": created({ name: undefined }),
  "a label with a bad key": labelled({ "a b": "x" }),
  "a label with two slashes": labelled({ "a/b/c": "x" }),
  "a label with a bad value": labelled({ a: "x y" }),
  "a label with a long value": labelled({ a: "x".repeat(64) }),
  "an annotation with a bad key": created({ name: "l", annotations: { "a b": "x" } }),
  "annotations that are too long": created({ name: "l", annotations: { a: "x".repeat(300_000) } }),
  "a bad finalizer": created({ name: "l", finalizers: ["a b"] }),
  "another field validation": created({}, "?fieldValidation=some"),
  "another dry run": created({}, "?dryRun=some"),
  "a long field manager": created({ name: "l" }, `?dryRun=All&fieldManager=${"x".repeat(200)}`),
  "a namespace that is not there": (subject) => created({}, "")({ ...subject, namespace: "none" }),
  "no such object": () => ({ method: "GET", at: "/none" }),
  "an update of nothing": updated({ name: "none" }, "/none"),
  "an update of an old state": updated({ resourceVersion: "1" }),
  "an update under another name": updated({ name: "y", resourceVersion: "1" }),
  "an update in another namespace": updated({ namespace: "other", resourceVersion: "1" }),
  "a strategic merge patch": withBody("PATCH", "application/strategic-merge-patch+json")("/x", () => "{}"),
  "a patch of no type": withBody("PATCH", json)("/x", () => "{}"),
  "a patch with 10,001 operations": change("/x", () => Array.from({ length: 10_001 }, () => sameKind)),
  "a patch of nothing": merged({}, "/none"),
  "a patch of the name": merged({ metadata: { name: "y" } }),
  "a patch of the namespace": merged({ metadata: { namespace: "other" } }),
  "a patch of an old state": merged({ metadata: { resourceVersion: "1" } }),
  "a patch by force": merged({}, "/x?force=true"),
  "a rename by JSON patch": change("/x", () => [{ op: "replace", path: "/metadata/name", value: "y" }]),
  "an apply by nobody": applied("/x", {}),
  "an apply by a long name": applied(`/x?fieldManager=${"x".repeat(200)}`, {}),
  "an apply under another name": applied("/x?fieldManager=a", { name: "y" }),
  "an apply of an old state": applied("/x?fieldManager=a", { resourceVersion: "1" }),
  "an apply with owners": applied("/x?fieldManager=a", { managedFields: [{ manager: "x" }] }),
  "an apply of one that is gone": applied("/none?fieldManager=a", { name: "none", uid: "abc" }),
  "an apply": applied("/x?fieldManager=a", { labels: { team: "red" }, annotations: { note: "1" } }, { spec: {} }),
  "an apply with a conflict": applied("/x?fieldManager=b", { labels: { team: "blue" } }, { spec: {} }),
  "an apply with conflicts": applied(
    "/x?fieldManager=b",
    { labels: { team: "blue" }, annotations: { note: "2" } },
    { spec: {} },
  ),
  "a deletion of nothing": () => ({ method: "DELETE", at: "/none" }),
  "a deletion of another object": deleteOptions({ preconditions: { uid: "abc" } }),
  "a deletion of another state": deleteOptions({ preconditions: { resourceVersion: "1" } }),
  "a deletion with another policy": () => ({ method: "DELETE", at: "/x?propagationPolicy=some" }),
  "a deletion with another dry run": () => ({ method: "DELETE", at: "/x?dryRun=some" }),
  "a deletion of what no selector selects": () => ({ method: "DELETE", at: "?labelSelector=a%20in%20(b" }),
  "a deletion": () => ({ method: "DELETE", at: "/x" }),
};
