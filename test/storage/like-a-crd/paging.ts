// Numbers, tokens and selectors of lists as programs send them, and watches of all sorts.
import { type Before, created, get, list, type Make, merged, type Subject } from "./subject.ts";

const these = "labelSelector=paged=yes";
const labelled = (name: string): Make => created({ name, labels: { paged: "yes" } });
const partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1beta1";

const following =
  (name: string, query: (metadata: { continue: string; resourceVersion: string }) => string): Make =>
  (_subject: Subject, before: Before) => ({ method: "GET", at: `?${query(before(name).body.metadata)}` });
const bare =
  (method: string, at: string): Make =>
  () => ({ method, at });
const root = ({ group }: Subject) => `/apis/${group}/v1beta1`;
/** A page of objects that a selector does not choose. */
const token = (name: string) => Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", start: name })).toString("base64url");

const watch = (query: string): Make => list(`watch=1&timeoutSeconds=1&${query}`);
const initial = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan";

export const paging: Record<string, Make> = {
  "the first": labelled("p1"),
  "the second": labelled("p2"),
  "the third": labelled("p3"),
  "one without the label": created({ name: "p4" }),
  "a limit below none": list(`${these}&limit=-1`),
  "the least that a limit may be": list(`${these}&limit=-9223372036854775808`),
  "a limit that is too small": list(`${these}&limit=-9223372036854775809`),
  "a limit with a sign": list(`${these}&limit=%2B1`),
  "a limit with a zero before it": list(`${these}&limit=02`),
  "a limit with a space": list(`${these}&limit=%201`),
  "a limit in hexadecimal": list(`${these}&limit=0x1`),
  "a limit that is empty": list(`${these}&limit=`),
  "two limits": list(`${these}&limit=1&limit=3`),
  "a first page of everything": list("limit=2"),
  "its rest, selected": following("a first page of everything", (page) => `${these}&continue=${page.continue}`),
  "its rest without a limit": following("a first page of everything", (page) => `limit=-1&continue=${page.continue}`),
  "its rest with a limit that is none": following(
    "a first page of everything",
    (page) => `limit=x&continue=${page.continue}`,
  ),
  "its rest in another namespace": (subject, before) => ({
    method: "GET",
    path: `${root(subject)}/namespaces/default/${subject.plural}?continue=${before("a first page of everything").body.metadata.continue}`,
  }),
  "a page of all but one": list("fieldSelector=metadata.name!=p1&limit=2"),
  "as many as there are": list("limit=4"),
  "a page of any version": list("limit=2&resourceVersion=0"),
  "a page of any version or a newer one": list("limit=2&resourceVersion=0&resourceVersionMatch=NotOlderThan"),
  "a version of many digits": list("resourceVersion=18446744073709551615"),
  "a version of too many digits": list("resourceVersion=18446744073709551616"),
  "an object of a version of many digits": get("/p1?resourceVersion=18446744073709551615"),
  "an object of a version that is no number": get("/p1?resourceVersion=x"),
  "a version with zeros before it": list(`${these}&resourceVersion=000`),
  "a token in no alphabet": list("continue=%25%25"),
  "a token of text": list(`continue=${Buffer.from("text").toString("base64url")}`),
  "a token without a version": list(`continue=${token("p1")}`),
  "a match that there is not, of no version": list("resourceVersionMatch=Some"),
  "a match that there is not, of a token": list("resourceVersionMatch=Some&continue=x&resourceVersion=5"),
  "a match of nothing but words": list("resourceVersionMatch=NotOlderThan"),
  "a name and a label": list(`fieldSelector=metadata.name=p4&${these}`),
  "a name and another namespace": list("fieldSelector=metadata.name=p1,metadata.namespace=other"),
  "a name between commas": list("fieldSelector=,metadata.name==p1,"),
  "commas and nothing else": list(`${these}&fieldSelector=,,`),
  "another field, negated": list("fieldSelector=spec.x!=1"),
  "a field without a name": list("fieldSelector==x"),
  "a uid as a field": list("fieldSelector=metadata.uid=x"),
  "a name that nobody may have": list("fieldSelector=metadata.name=a/b"),
  "two field selectors": list("fieldSelector=metadata.name=p1&fieldSelector=metadata.name=p2"),
  "a slash behind a list": bare("GET", `/?${these}`),
  "a slash behind an object": bare("GET", "/p1/"),
  "a list that is to be pretty": list(`${these}&pretty=true`),
  "a deletion of one name of all, dry": bare("DELETE", "?fieldSelector=metadata.name=p3&dryRun=All"),
  "a deletion of a field that nobody knows": bare("DELETE", "?fieldSelector=spec.x=1"),
  "a deletion with a limit that is none": bare("DELETE", "?limit=x"),
  "a deletion with a match": bare("DELETE", "?resourceVersionMatch=Exact"),
  "a deletion with initial events": bare("DELETE", "?sendInitialEvents=true"),
  "a deletion with a limit below none": bare("DELETE", `?${these}&limit=-1&dryRun=All`),
  "a deletion of one name of all": bare("DELETE", "?fieldSelector=metadata.name=p3"),
  "what that leaves": list(these),
  "an older form of metadata": get("/p1", partial),
  "options of a list": bare("OPTIONS", ""),
  "a name that is put without one": bare("PUT", ""),
  "the resources of the version": (subject) => ({ method: "HEAD", path: root(subject) }),
  "the resources, with a slash behind them": (subject) => ({ method: "HEAD", path: `${root(subject)}/` }),
  "the resources of another version": (subject) => ({ method: "GET", path: `/apis/${subject.group}/v9` }),
  "a resource that there is not": (subject) => ({ method: "GET", path: `${root(subject)}/nothings` }),
  "a log": bare("GET", "/p1/log"),
  "an eviction": bare("POST", "/p1/eviction"),

  "a change": merged({ metadata: { labels: { x: "1" } } }, "/p2"),
  "initial events": watch(`${initial}&${these}&resourceVersion=0`),
  "initial events with a token": watch(`${initial}&${these}&continue=x`),
  "initial events of a match that there is not": watch("sendInitialEvents=true&resourceVersionMatch=Some"),
  "none, of any version": watch(`sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0&${these}`),
  "none, of a version": following(
    "a first page of everything",
    (page) =>
      `watch=1&timeoutSeconds=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=${page.resourceVersion}&${these}`,
  ),
  "none, of a version that is too old": watch(
    "sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=1",
  ),
  "none without a match": watch(`sendInitialEvents=false&${these}`),
  "an exact match of a watch": watch("resourceVersionMatch=Exact"),
  "an exact match of a watch of any version": watch("resourceVersionMatch=Exact&resourceVersion=0"),
  "another match of a watch": watch("resourceVersionMatch=Some"),
  "a watch with a limit below none": watch(`limit=-1&${these}&resourceVersion=0`),
  "a watch with a limit that is none": watch(`limit=x&${these}&resourceVersion=0`),
  "a time with a sign": list(`watch=1&timeoutSeconds=%2B1&${these}&resourceVersion=0`),
  "a time below none": list(`timeoutSeconds=-1&${these}`),
  "a watch of one name": watch("resourceVersion=0&fieldSelector=metadata.name=p1"),
  "a watch of all names but one": watch(`resourceVersion=0&${these}&fieldSelector=metadata.name!=p1`),
  "a watch in words": list(`watch=TRUE&timeoutSeconds=1&resourceVersion=0&${these}`),
  "a watch that is empty": list(`watch=&timeoutSeconds=1&resourceVersion=0&${these}`),
  "a watch and none": list(`watch=0&watch=1&timeoutSeconds=1&resourceVersion=0&${these}`),
  "a watch of an older form of metadata": list(`watch=1&timeoutSeconds=1&resourceVersion=0&${these}`, partial),
  "a watch that protobuf cannot tell": list(
    `watch=1&timeoutSeconds=1&resourceVersion=0&${these}`,
    "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1;g=meta.k8s.io",
  ),
};
