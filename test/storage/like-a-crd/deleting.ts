// Deletions: of what, when, and what becomes of it meanwhile.
import { type Before, created, deleted, get, type Make, merged, object, put, remove, type Subject } from "./subject.ts";

const meta = (before: Before, name: string) => before(name).body.metadata;
const held = { finalizers: ["example.com/held"] };
const bare =
  (at: string): Make =>
  () => ({ method: "DELETE", at });

/** A deletion whose preconditions are from an earlier answer. */
const meant = (at: string, preconditions: (before: Before) => object): Make =>
  remove(at, (_subject: Subject, before: Before) => ({
    kind: "DeleteOptions",
    apiVersion: "v1",
    preconditions: preconditions(before),
  }));

export const deleting: Record<string, Make> = {
  "an object to delete": created({ name: "a" }),
  "a deletion, dry, by query": bare("/a?dryRun=All"),
  "a deletion, dry": deleted("/a", { dryRun: ["All"] }),
  "a deletion of the kind of something else": remove("/a", () => ({ kind: "Pod", apiVersion: "v1" })),
  "a deletion without a kind": remove("/a?dryRun=All", () => ({ dryRun: ["All"] })),
  "a deletion with a text": remove("/a", () => "text"),
  "a deletion with an unknown field": deleted("/a", { dryRun: ["All"], colour: "red" }),
  "a deletion with a bad grace period": bare("/a?gracePeriodSeconds=x"),
  "a deletion with a negative grace period": bare("/a?gracePeriodSeconds=-5&dryRun=All"),
  "a deletion both ways": deleted("/a", { propagationPolicy: "Background", orphanDependents: true }),
  "a deletion of the object that is there, as another version": meant("/a", (before) => ({
    uid: meta(before, "an object to delete").uid,
    resourceVersion: "1",
  })),
  "a deletion of the object that is there": meant("/a", (before) => ({
    uid: meta(before, "an object to delete").uid,
    resourceVersion: meta(before, "an object to delete").resourceVersion,
  })),
  "a deletion of what is gone": bare("/a"),
  "a read of what is gone": get("/a"),

  "an object that is held": created({ name: "b", ...held }),
  "a deletion of what is held": bare("/b?gracePeriodSeconds=30"),
  "another deletion of what is held": bare("/b"),
  "what is held": get("/b"),
  "an object in its place": created({ name: "b" }),
  "a finalizer more while it is deleted": merged(
    { metadata: { finalizers: ["example.com/held", "example.com/more"] } },
    "/b",
  ),
  "a label while it is deleted": merged({ metadata: { labels: { a: "1" } } }, "/b"),
  "an end of the deletion": merged({ metadata: { deletionTimestamp: null, deletionGracePeriodSeconds: null } }, "/b"),
  "the last finalizer": merged({ metadata: { finalizers: [] } }, "/b"),
  "what was held": get("/b"),

  "one more that is held": created({ name: "c", ...held }),
  "its deletion": bare("/c"),
  "an update without finalizers": put("/c", (_subject, before) => {
    const { body } = before("its deletion");
    return { ...body, metadata: { ...body.metadata, finalizers: null } };
  }),
  "what is left of it": get("/c"),

  "objects to leave behind": created({ name: "d", finalizers: ["example.com/held"] }),
  "an orphaning deletion, dry": bare("/d?propagationPolicy=Orphan&dryRun=All"),
  "a foreground deletion, dry": deleted("/d", { propagationPolicy: "Foreground", dryRun: ["All"] }),
  "a deletion with orphans, dry": deleted("/d", { orphanDependents: true, dryRun: ["All"] }),
  "a deletion without orphans, dry": deleted("/d", { orphanDependents: false, dryRun: ["All"] }),
  "a background deletion": deleted("/d", { propagationPolicy: "Background" }),
  "a foreground deletion after it, dry": deleted("/d", { propagationPolicy: "Foreground", dryRun: ["All"] }),
  "its release": merged({ metadata: { finalizers: null } }, "/d"),

  "one of a set": created({ name: "s1", labels: { set: "s" } }),
  "another of it": created({ name: "s2", labels: { set: "s" } }),
  "a third that is held": created({ name: "s3", labels: { set: "s" }, ...held }),
  "one that is not": created({ name: "s4", labels: { set: "t" } }),
  "a deletion of the set, dry": bare("?labelSelector=set=s&dryRun=All"),
  "a deletion of one by its name": bare("?fieldSelector=metadata.name=s4&dryRun=All"),
  "a deletion of the set": bare("?labelSelector=set=s"),
  "what is left of the set": get("?labelSelector=set"),
  "a deletion of the set as it is": remove("?labelSelector=set%3Dt", () => ({
    kind: "DeleteOptions",
    apiVersion: "v1",
    propagationPolicy: "Background",
  })),
  "its last one": merged({ metadata: { finalizers: null } }, "/s3"),
  "a deletion of nothing": bare("?labelSelector=set=none"),
  "a new object": (subject) => ({ method: "POST", body: JSON.stringify(object(subject, { name: "z" })) }),
};
