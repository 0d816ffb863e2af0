// Watches, each of which ends after a second.
import { type Before, created, type Make, merged, type Subject } from "./subject.ts";

const only = "labelSelector=watched=yes&timeoutSeconds=1";
const labelled = (name: string) => created({ name, labels: { watched: "yes" } });

const from =
  (name: string, query: string, accept = "application/json"): Make =>
  (_subject: Subject, before: Before) => ({
    method: "GET",
    at: `?watch=1&resourceVersion=${before(name).body.metadata.resourceVersion}&${query}`,
    headers: { Accept: accept },
  });
const watch =
  (query: string): Make =>
  () => ({ method: "GET", at: `?watch=1&${query}` });
const at =
  (path: (subject: Subject) => string): Make =>
  (subject) => ({ method: "GET", path: path(subject) });
const root = ({ group }: Subject) => `/apis/${group}/v1beta1`;

export const watching: Record<string, Make> = {
  "a list before": () => ({ method: "GET", at: "?labelSelector=watched=yes" }),
  one: labelled("w1"),
  two: labelled("w2"),
  "a change": merged({ metadata: { annotations: { a: "1" } } }, "/w1"),
  "one that leaves": merged({ metadata: { labels: { watched: "no" } } }, "/w2"),
  "its change out of sight": merged({ metadata: { annotations: { a: "1" } } }, "/w2"),
  "one that comes back": merged({ metadata: { labels: { watched: "yes" } } }, "/w2"),
  "a deletion": () => ({ method: "DELETE", at: "/w1" }),
  "everything since": from("a list before", only),
  "everything since, as metadata": from(
    "a list before",
    only,
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
  ),
  "everything since, as tables": from("a list before", only, "application/json;as=Table;g=meta.k8s.io;v=v1"),
  "what has happened since to one": from("a list before", "fieldSelector=metadata.name=w2&timeoutSeconds=1"),
  "what there is, in any version": watch(`${only}&resourceVersion=0`),
  "a version that is too old": watch(`${only}&resourceVersion=1`),
  "a version to watch from that is no number": watch(`${only}&resourceVersion=x`),
  "a time that is no number": watch("timeoutSeconds=x"),
  "a field that nobody watches by": watch("fieldSelector=spec.x=1"),
  "no initial events": watch(`${only}&sendInitialEvents=false&resourceVersionMatch=NotOlderThan`),
  "initial events of exactly one state": watch(`${only}&sendInitialEvents=true&resourceVersionMatch=Exact`),
  "one by its URL": at(
    (subject) => `${root(subject)}/namespaces/${subject.namespace}/${subject.plural}/w2?watch=true&timeoutSeconds=1`,
  ),
  "a namespace, as it was asked for before": at(
    (subject) => `${root(subject)}/watch/namespaces/${subject.namespace}/${subject.plural}?resourceVersion=0&${only}`,
  ),
  "one, as it was asked for before": at(
    (subject) =>
      `${root(subject)}/watch/namespaces/${subject.namespace}/${subject.plural}/w2?resourceVersion=0&timeoutSeconds=1`,
  ),
  "everything, as it was asked for before": at(
    (subject) =>
      `${root(subject)}/watch/${subject.plural}?resourceVersion=0&fieldSelector=metadata.namespace=${subject.namespace}&${only}`,
  ),
  "what was asked for before of another kind": at((subject) => `${root(subject)}/watch/nothings`),
  HTML: () => ({ method: "GET", at: `?watch=1&${only}`, headers: { Accept: "text/html" } }),
  YAML: () => ({ method: "GET", at: `?watch=1&${only}`, headers: { Accept: "application/yaml" } }),
};
