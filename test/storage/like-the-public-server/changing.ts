import { empty, filled, get, like, type Make, patch, put, type Story, sent, types, written } from "./request.ts";

const relabelled = (name: string, label: string, more: object = {}): Make =>
  put("/full", (subject, before) => like(subject, before, name, { labels: { app: "web", label }, ...more }));

/** Updates and patches of what `making` has made. */
export const changing: Story = {
  "as it is": get("/full"),
  "an update without a change": put("/full", (subject, before) => like(subject, before, "as it is", {})),
  "another label": relabelled("an update without a change", "1"),
  "what was, again": relabelled("an update without a change", "2"),
  "no version": relabelled("another label", "3", { resourceVersion: undefined }),
  "after an update without version": get("/full"),
  "another uid": relabelled("after an update without version", "4", { uid: "11111111-1111-1111-1111-111111111111" }),
  "another name": relabelled("after an update without version", "5", { name: "other" }),
  "another namespace": relabelled("after an update without version", "6", { namespace: "other" }),
  "an update, dry": put("/full?dryRun=All", (subject, before) =>
    like(subject, before, "after an update without version", { labels: { label: "dry" } }),
  ),
  "after a dry update": get("/full"),
  "no labels and annotations": put("/full", (subject, before) =>
    like(subject, before, "after a dry update", { labels: undefined, annotations: undefined }),
  ),
  "empty labels and annotations": put("/full", (subject, before) =>
    like(subject, before, "no labels and annotations", { labels: {}, annotations: {} }),
  ),
  "a body with other fields": put("/full", (subject, before) => {
    const { metadata } = like(subject, before, "empty labels and annotations", { labels: { app: "web" } });
    return { ...filled(subject, "full", {}, "gap-3"), metadata };
  }),
  "an unknown field, strictly": put("/full?fieldValidation=Strict", (subject, before) => ({
    ...like(subject, before, "a body with other fields", {}),
    colour: "red",
  })),
  "an update in protobuf without version": sent(
    "PUT",
    "/gap-0",
    (subject) => written(subject, "gap-0").protobuf,
    types.protobuf,
  ),
  "as metadata show it": get("/gap-2?resourceVersion=metadata"),
  "an update of metadata with a whole body": put("/gap-2", (subject, before) => ({
    ...filled(subject, "gap-2"),
    metadata: like(subject, before, "as metadata show it", { labels: { whole: "yes" } }).metadata,
  })),
  "the whole body": get("/gap-2"),

  "a merge patch": patch("/full?fieldManager=third", () => ({ metadata: { labels: { merged: "1" } } })),
  "a merge patch in protobuf": sent(
    "PATCH",
    "/full",
    () => ({ metadata: { labels: { merged: "2" } } }),
    types.merge,
    types.protobuf,
  ),
  "a merge patch that takes away": patch("/full", () => ({ metadata: { labels: { merged: null, none: null } } })),
  "a merge patch that changes nothing": patch("/full", () => ({ metadata: { labels: { app: "web" } } })),
  "a merge patch of annotations, as node agents send it": patch("/full", () => ({
    metadata: { annotations: { "kubescape.io/status": "ready", "kubescape.io/node-name": null } },
  })),
  "a merge patch of a version": patch("/full", () => ({ metadata: { resourceVersion: "1", labels: { a: "1" } } })),
  "a merge patch of the name": patch("/full", () => ({ metadata: { name: "other" } })),
  "a merge patch, dry": patch("/full?dryRun=All", () => ({ metadata: { labels: { dry: "1" } } })),
  "a merge patch that is a list": patch("/full", () => "[]"),
  "a merge patch that is half of JSON": patch("/full", () => '{"metadata":'),
  "a JSON patch": patch("/full", () => [{ op: "add", path: "/metadata/labels/added", value: "1" }], types.patch),
  "a JSON patch that tests": patch("/full", () => [{ op: "test", path: "/metadata/name", value: "x" }], types.patch),
  "a JSON patch of nothing": patch("/full", () => [{ op: "remove", path: "/metadata/labels/none" }], types.patch),
  "a JSON patch that is an object": patch("/full", () => ({}), types.patch),
  "a strategic merge patch": patch("/full", () => ({ metadata: { labels: { strategic: "1" } } }), types.strategic),
  "a patch of no type": patch("/full", () => ({}), types.json),
  "an apply": patch(
    "/full?fieldManager=a&force=true",
    (subject) => empty(subject, "full", { labels: { applied: "1" } }),
    types.apply,
  ),
  "an apply of what is not there": patch(
    "/applied?fieldManager=a",
    (subject) => empty(subject, "applied"),
    types.apply,
  ),
  "an apply by nobody": patch("/full", (subject) => empty(subject, "full"), types.apply),
  "at the end": get("/full"),
  "at the end, metadata only": get("/full?resourceVersion=metadata"),
};
