// Deletions again: what is said about them in their body and in their query. The objects are there until one says otherwise.
import { type Before, created, deleted, get, type Make, merged, object, remove, sent, types } from "./subject.ts";

const set = "?labelSelector=set=s";
const member = (name: string, more = {}): Make => created({ name, labels: { set: "s" }, ...more });
const bare =
  (at: string): Make =>
  () => ({ method: "DELETE", at });
const raw = (at: string, body: string, type = types.json): Make => sent("DELETE", type)(at, () => body);
const dry = (options: object, at = "/a"): Make => deleted(at, { dryRun: ["All"], ...options });
const uidOf = (before: Before, name: string): string => before(name).body.metadata.uid;

export const deleteOptions: Record<string, Make> = {
  "an object": member("a"),
  "another object": member("b"),
  "an object that is held": member("held", { finalizers: ["example.com/held"] }),

  "another UID": dry({ preconditions: { uid: "u" } }),
  "an empty UID": dry({ preconditions: { uid: "" } }),
  "no UID": dry({ preconditions: { uid: null } }),
  "a UID that is a number": dry({ preconditions: { uid: 5 } }),
  "another version": dry({ preconditions: { resourceVersion: "x" } }),
  "version 0": dry({ preconditions: { resourceVersion: "0" } }),
  "preconditions that are a list": dry({ preconditions: [] }),
  "preconditions in the query": bare("/a?preconditions.uid=u&dryRun=All"),
  "an empty policy": dry({ propagationPolicy: "" }),
  "an empty policy in the query": bare("/a?propagationPolicy=&dryRun=All"),
  "a policy in small letters": bare("/a?propagationPolicy=background&dryRun=All"),
  "a policy that is a number": dry({ propagationPolicy: 5 }),
  "orphans in the query": bare("/a?orphanDependents=true&dryRun=All"),
  "no orphans in the query": bare("/a?orphanDependents=false&dryRun=All"),
  "orphans and a policy in the query": bare("/a?orphanDependents=true&propagationPolicy=Orphan&dryRun=All"),
  "orphans and a policy": dry({ orphanDependents: false, propagationPolicy: "Orphan" }),
  "orphans that are a text": dry({ orphanDependents: "true" }),
  "a dry run that is a text": deleted("/a", { dryRun: "All" }),
  "a dry run of nothing": deleted("/a", { dryRun: [""] }),
  "two dry runs": deleted("/a", { dryRun: ["All", "All"] }),
  "a grace period that is a text": dry({ gracePeriodSeconds: "5" }),
  "a grace period that is a fraction": dry({ gracePeriodSeconds: 1.5 }),
  "a negative grace period": dry({ gracePeriodSeconds: -5 }),
  "what is not there yet": dry({ ignoreStoreReadErrorWithClusterBreakingPotential: true }),
  "a policy beside that of the query": dry({ propagationPolicy: "Foreground" }, "/a?propagationPolicy=Orphan"),
  "a list": raw("/a", "[]"),
  "half an object": raw("/a", "{"),
  "a form": raw("/a", "x", "application/x-www-form-urlencoded"),
  "a text": raw("/a", "x", "text/plain"),
  YAML: raw("/a", "kind: DeleteOptions\napiVersion: v1\ndryRun: [All]\n", types.yaml),
  "options without a kind": raw("/a", '{"dryRun":["All"]}'),
  "options of another group": raw("/a", '{"kind":"DeleteOptions","apiVersion":"apps/v1","dryRun":["All"]}'),
  "options of a group that there is not": raw("/a", '{"kind":"DeleteOptions","apiVersion":"none/v1","dryRun":["All"]}'),
  "options of something else": raw("/a", '{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","dryRun":["All"]}'),
  "a status": raw("/a", '{"kind":"Status","apiVersion":"v1"}'),
  "the object itself": remove("/a", (subject) => object(subject, { name: "a" })),
  "what is left": get("/a"),

  "the UID of one of a collection": deleted(set, { preconditions: { uid: "u" } }),
  "the version of one of a collection": deleted(set, { preconditions: { resourceVersion: "1" } }),
  "another policy for a collection": deleted(set, { propagationPolicy: "some" }),
  "two ways for a collection": dry({ orphanDependents: true, propagationPolicy: "Orphan" }, set),
  "a status for a collection": raw(set, '{"kind":"Status","apiVersion":"v1"}'),
  "a collection, dry": dry({}, set),
  "a collection, dry in both ways": dry({}, `${set}&dryRun=All`),
  "one page of a collection": dry({}, `${set}&limit=1`),
  "a collection by both selectors": dry({}, `${set}&fieldSelector=metadata.name!=a`),
  "a collection by a field that there is not": dry({}, `?fieldSelector=spec.x=1`),
  "a collection that is watched": dry({}, `${set}&watch=true`),
  "a collection with initial events": dry({}, `${set}&sendInitialEvents=true`),
  "a collection of a match without version": dry({}, `${set}&resourceVersionMatch=Exact`),
  "what is left of the collection": get("/held"),

  "an object for the garbage collector": created({ name: "g", finalizers: ["example.com/held"] }),
  "its deletion": bare("/g"),
  "its deletion in the foreground": bare("/g?propagationPolicy=Foreground&dryRun=All"),
  "its deletion with orphans": bare("/g?propagationPolicy=Orphan&dryRun=All"),
  "its deletion as somebody else": deleted("/g", { preconditions: { uid: "u" } }),
  "its deletion as itself": remove("/g", (_subject, before) => ({
    preconditions: { uid: uidOf(before, "an object for the garbage collector") },
  })),
  "its release": merged({ metadata: { finalizers: [] } }, "/g"),
  "one that leaves orphans": created({ name: "o", finalizers: ["orphan"] }),
  "its deletion in the foreground, dry": bare("/o?propagationPolicy=Foreground&dryRun=All"),
  "its deletion as it wants, dry": bare("/o?dryRun=All"),
  "its deletion with orphans, dry": bare("/o?propagationPolicy=Orphan&dryRun=All"),
  "its deletion in the background": bare("/o?propagationPolicy=Background"),
  "what is left of it": get("/o"),
  "a dry run beside options": raw("/b?dryRun=All", "{}"),
  "what a dry run beside options leaves": get("/b"),
};
