// Lists, pages and representations.
import { type Before, created, get, list, type Make, type Subject } from "./subject.ts";

const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
const partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
const partialList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const onlyThese = "labelSelector=read=yes";
const inSet = (name: string, labels: object = {}) => created({ name, labels: { read: "yes", ...labels } });

/** A list with something of an earlier list's metadata in its query. */
const following =
  (name: string, query: (metadata: { continue: string; resourceVersion: string }) => string): Make =>
  (_subject: Subject, before: Before) => ({ method: "GET", at: `?${query(before(name).body.metadata)}` });

export const reading: Record<string, Make> = {
  one: inSet("r1", { half: "a" }),
  two: inSet("r2", { half: "b" }),
  three: inSet("r3", { half: "a" }),
  four: inSet("r4", { half: "b" }),
  "all of them": list(onlyThese),
  "a page of a selection": list(`${onlyThese}&limit=1`),
  "a page of half a selection": list(`${onlyThese},half=a&limit=1`),
  "its next page": following(
    "a page of half a selection",
    (page) => `${onlyThese},half=a&limit=1&continue=${page.continue}`,
  ),
  "a page of some size": list(`${onlyThese}&limit=3`),
  "what is behind it": following("a page of some size", (page) => `${onlyThese}&limit=3&continue=${page.continue}`),
  "a page and its version": following(
    "a page of some size",
    (page) => `${onlyThese}&continue=${page.continue}&resourceVersion=${page.resourceVersion}`,
  ),
  "a page and version 0": following(
    "a page of some size",
    (page) => `${onlyThese}&continue=${page.continue}&resourceVersion=0`,
  ),
  "a page that there is not": list("continue=nonsense"),
  "no limit": list(`${onlyThese}&limit=0`),
  "a limit that is no number": list("limit=x"),
  "a time that is no number": list("timeoutSeconds=x"),
  "a version that is no number": list("resourceVersion=x"),
  "a negative version": list("resourceVersion=-1"),
  "any version": list(`${onlyThese}&resourceVersion=0`),
  "not older than any version": list(`${onlyThese}&resourceVersion=0&resourceVersionMatch=NotOlderThan`),
  "at least as new as a list": following(
    "all of them",
    (page) => `${onlyThese}&resourceVersion=${page.resourceVersion}`,
  ),
  "not older than a list": following(
    "all of them",
    (page) => `${onlyThese}&resourceVersion=${page.resourceVersion}&resourceVersionMatch=NotOlderThan`,
  ),
  "one more": inSet("r5", { half: "a" }),
  "exactly a list": following(
    "all of them",
    (page) => `${onlyThese}&resourceVersion=${page.resourceVersion}&resourceVersionMatch=Exact`,
  ),
  "exactly a list, page by page": following(
    "all of them",
    (page) => `${onlyThese}&resourceVersion=${page.resourceVersion}&resourceVersionMatch=Exact&limit=2`,
  ),
  "a list's version, page by page": following(
    "all of them",
    (page) => `${onlyThese}&resourceVersion=${page.resourceVersion}&limit=2`,
  ),
  "a list that is not there yet": list("resourceVersion=9000000000000000"),
  "an object that is not there yet": get("/r1?resourceVersion=9000000000000000"),
  "a label that is called as what all objects have": list(`${onlyThese},toString`),
  "no label that is called as what all objects have": list(`${onlyThese},!constructor`),
  "a field with two operators": list("fieldSelector=metadata.name===r1"),
  "a watch that is none": list(`${onlyThese}&watch=false`),
  "what nobody asks": list(`${onlyThese}&colour=red`),
  "one by its name": list("fieldSelector=metadata.name=r2"),
  "all but one": list(`${onlyThese}&fieldSelector=metadata.name!=r2`),
  "those of the namespace": list(`${onlyThese},half=b&fieldSelector=metadata.namespace=like-a-crd`),
  "some values": list(`${onlyThese},half%20in%20(a,c)`),
  "other values": list(`${onlyThese},half%20notin%20(a),!none`),
  "an object": get("/r1"),
  "an object of any version": get("/r1?resourceVersion=0"),
  "an object with nonsense in its query": get("/r1?colour=red"),
  "an object in the whole cluster": (subject) => ({
    method: "GET",
    path: `/apis/${subject.group}/v1beta1/${subject.plural}/r1`,
  }),
  "an object below an object": get("/r1/a/b"),
  "a table": list(onlyThese, table),
  "a table of one": get("/r1", table),
  "an older table": get("/r1", table.replace("v=v1", "v=v1beta1")),
  "a table without objects": list(`${onlyThese}&includeObject=None`, table),
  "a table of whole objects": list(`${onlyThese}&includeObject=Object`, table),
  metadata: get("/r1", partial),
  "metadata of a list": list(onlyThese, partialList),
  "metadata of a list, in pages": list(`${onlyThese}&limit=2`, partialList),
  "a list as one": list(onlyThese, partial),
  "one as a list": get("/r1", partialList),
  "something else as metadata": get("/r1", "application/json;as=Something;g=meta.k8s.io;v=v1"),
  "something else or JSON": get("/r1", "application/json;as=Something;g=meta.k8s.io;v=v1,application/json"),
  anything: get("/r1", "*/*"),
  "any application": get("/r1", "application/*"),
  "a browser": get("/r1", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
  "a picture": get("/r1", "image/png"),
  CBOR: get("/r1", "application/cbor"),
  YAML: get("/r1", "application/yaml"),
};
