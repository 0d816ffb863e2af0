// Server-side apply: who owns what, and who may take it.
import { applied, apply, created, get, type Make, merged, object, post, type Subject, sent, types } from "./subject.ts";

const by = (manager: string, more = "") => `/a?fieldManager=${manager}${more}`;
const body = (high: number) => ({
  spec: { severities: { critical: 1, high, medium: 0, low: 0, unknown: 0 }, controls: {} },
});
/** Of a kind that nobody knows: the garbage collector takes what has an owner that is not there. */
const owner = { apiVersion: "example.com/v1", kind: "Owner", name: "a", uid: "u" };
/** What kubectl notes of what it applies. */
function lastApplied(subject: Subject): Record<string, string> {
  const text = JSON.stringify(object(subject, { name: "k", labels: { a: "1", b: "1" } }));
  return { "kubectl.kubernetes.io/last-applied-configuration": text };
}

const inYaml = ({ group, kind }: Subject) =>
  [`apiVersion: ${group}/v1beta1`, `kind: ${kind}`, "metadata: {name: a, labels: {yaml: 'yes'}}", ""].join("\n");

export const applying: Record<string, Make> = {
  "what there is not, by force": applied(by("a", "&force=true"), { name: "a", labels: { one: "a" } }, body(1)),
  "the same again": applied(by("a"), { name: "a", labels: { one: "a" } }, body(1)),
  "another value": applied(by("a"), { name: "a", labels: { one: "b" } }, body(2)),
  "one more owner": applied(by("b"), { name: "a", labels: { one: "b", two: "b" } }, body(2)),
  "a conflict": applied(by("c"), { name: "a", labels: { one: "c" } }, {}),
  "a conflict about a body": applied(by("c"), { name: "a" }, body(5)),
  "a conflict, dry": applied(by("c", "&dryRun=All"), { name: "a", labels: { one: "c" } }, body(2)),
  "a conflict by force, dry": applied(by("c", "&force=true&dryRun=All"), { name: "a", labels: { one: "c" } }, body(2)),
  "what is not applied any more": applied(by("b"), { name: "a", labels: { two: "b" } }, body(2)),
  "what nobody applies any more": applied(by("b"), { name: "a" }, body(2)),
  "an update of what is applied": merged({ metadata: { labels: { one: "edited" } } }, "/a?fieldManager=editor"),
  "an apply of what was edited": applied(by("a"), { name: "a", labels: { one: "b" } }, body(2)),
  "an apply by force of what was edited": applied(by("a", "&force=true"), { name: "a", labels: { one: "b" } }, body(2)),
  "an apply of YAML": sent("PATCH", types.apply)(by("y"), inYaml),
  "an apply of half of YAML": sent("PATCH", types.apply)(by("y"), () => "a: [b"),
  "an apply of a list": apply(by("y"), () => "[]"),
  "an apply of nothing": apply(by("y"), () => ""),
  "an apply without a kind": apply(by("y"), (subject) => ({ ...object(subject, { name: "a" }), kind: undefined })),
  "an apply of another kind": apply(by("y"), (subject) => ({ ...object(subject, { name: "a" }), kind: "Other" })),
  "an apply without managed fields": applied(by("y", "&dryRun=All"), { name: "a", managedFields: [] }),
  "an apply of managed fields that are null": applied(by("y", "&dryRun=All"), { name: "a", managedFields: null }),
  "an apply without a name": applied(by("y", "&dryRun=All"), { name: undefined, labels: { y: "1" } }, {}),
  "an apply of an empty name": applied(by("y", "&dryRun=All"), { name: "", labels: { y: "1" } }, {}),
  "an apply without metadata": apply(by("y", "&dryRun=All"), (subject) => ({
    ...object(subject, {}, body(2)),
    metadata: undefined,
  })),
  "an apply without a name of what there is not": applied("/nameless?fieldManager=y", { name: undefined }, {}),
  "an apply without a namespace": applied(by("y", "&dryRun=All"), { name: "a", namespace: "" }, {}),
  "an apply in another namespace": applied(by("y", "&dryRun=All"), { name: "a", namespace: "other" }, {}),
  "an apply of version 0": applied(by("y", "&dryRun=All"), { name: "a", resourceVersion: "0" }, {}),
  "an apply of an empty version": applied(by("y", "&dryRun=All"), { name: "a", resourceVersion: "" }, {}),
  "an apply of a version that is null": applied(by("y", "&dryRun=All"), { name: "a", resourceVersion: null }, {}),
  "an apply of a version of what there is not": applied(
    "/none?fieldManager=y",
    { name: "none", resourceVersion: "5" },
    {},
  ),
  "an apply of an owner": applied(by("o", "&dryRun=All"), { name: "a", ownerReferences: [owner] }, {}),
  "an apply of an owner twice": applied(by("o", "&dryRun=All"), { name: "a", ownerReferences: [owner, owner] }, {}),
  "an apply of a finalizer twice": applied(
    by("o", "&dryRun=All"),
    { name: "a", finalizers: ["example.com/t", "example.com/t"] },
    {},
  ),
  "an apply of older YAML": sent("PATCH", types.apply)(
    by("y", "&dryRun=All&force=true"),
    (subject) =>
      inYaml(subject).replace("{yaml: 'yes'}", "&l {yaml: 'yes'}, annotations: *l") +
      "spec: {severities: {critical: 010, high: 1, medium: 1, low: 1, unknown: 1}}\n",
  ),
  "an apply of an unknown field": applied(by("u", "&dryRun=All"), { name: "a" }, { colour: "red" }),
  "an apply of an unknown field, strictly": applied(
    by("u", "&fieldValidation=Strict"),
    { name: "a" },
    { colour: "red" },
  ),
  "an apply of an unknown field, whatever it is": applied(
    by("u", "&fieldValidation=Ignore&dryRun=All"),
    { name: "a" },
    { colour: "red" },
  ),
  "an apply of a bad label": applied(by("u"), { name: "a", labels: { a: "x y" } }),
  "an apply of a wrong type": applied(by("u"), { name: "a" }, { spec: { severities: { high: "x" } } }),
  "an apply of a finalizer": applied(by("f"), { name: "a", finalizers: ["example.com/held"] }, {}),
  "an apply of another finalizer": applied(by("g"), { name: "a", finalizers: ["example.com/other"] }, {}),
  "an apply without it": applied(by("f"), { name: "a" }, {}),
  "an apply with the version that is there": apply(by("v"), (subject, before) => {
    const { resourceVersion } = before("an apply without it").body.metadata;
    return object(subject, { name: "a", resourceVersion, annotations: { v: "1" } }, { spec: undefined });
  }),
  "an apply with the version that was": apply(by("v"), (subject, before) => {
    const { resourceVersion } = before("an apply without it").body.metadata;
    return object(subject, { name: "a", resourceVersion, annotations: { v: "2" } }, { spec: undefined });
  }),
  "the object": get("/a"),
  "one that was applied by the client": post("?fieldManager=kubectl-client-side-apply", (subject) =>
    object(subject, { name: "k", labels: { a: "1", b: "edited" }, annotations: lastApplied(subject) }),
  ),
  "an apply by the server of what the client has applied": applied(
    "/k?fieldManager=kubectl",
    { name: "k", labels: { a: "2" } },
    { spec: undefined },
  ),
  "an apply by the server of what was edited": applied(
    "/k?fieldManager=kubectl",
    { name: "k", labels: { a: "2", b: "2" } },
    { spec: undefined },
  ),
  "one that was made": created({ name: "m", labels: { a: "1" } }, "?fieldManager=maker"),
  "an apply of what was made": applied("/m?fieldManager=a", { name: "m", labels: { a: "1", b: "1" } }, {}),
  "an apply of less": applied("/m?fieldManager=a", { name: "m" }, {}),
  "what is left": get("/m"),
  "a start of a name that is applied": applied("/m?fieldManager=a", { name: "m", generateName: "generated-" }, {}),
  "nobody who is remembered": merged({ metadata: { managedFields: [{}] } }, "/m"),
  "a first apply of what was there before": applied("/m?fieldManager=a", { name: "m", labels: { a: "1" } }, {}),
  "a second apply of less": applied("/m?fieldManager=a", { name: "m" }, {}),
  "nobody who is remembered any more": merged({ metadata: { managedFields: [{}] } }, "/m"),
  "a first apply of another value": applied("/m?fieldManager=a", { name: "m", labels: { a: "2" } }, {}),
  "a first apply of another value by force": applied(
    "/m?fieldManager=a&force=true",
    { name: "m", labels: { a: "2" } },
    {},
  ),
};
