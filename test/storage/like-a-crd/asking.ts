// Ways to ask for what there is: representations of every answer, and options that do not go together.
import {
  applied,
  type Before,
  created,
  get,
  list,
  type Make,
  merged,
  object,
  post,
  put,
  type Subject,
  types,
} from "./subject.ts";

const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
const partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
const partialList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const these = "labelSelector=asked=yes";
const watched = `watch=1&${these}&timeoutSeconds=1&resourceVersion=0`;
const labelled = (name: string, half: string): Make => created({ name, labels: { asked: "yes", half } });
const one = { name: "dry" };

const bare =
  (method: string, at: string): Make =>
  () => ({ method, at });
const accepting =
  (make: Make, accept: string): Make =>
  (subject, before) => {
    const { headers, ...request } = make(subject, before);
    return { ...request, headers: { ...headers, Accept: accept } };
  };
const from =
  (name: string, query: (metadata: { continue: string; resourceVersion: string }) => string): Make =>
  (_subject: Subject, before: Before) => ({ method: "GET", at: `?${query(before(name).body.metadata)}` });
const again = (metadata: object, query = ""): Make =>
  put(`/a${query}`, (_subject, before) => {
    const { body } = before("one");
    return { ...body, metadata: { ...body.metadata, ...metadata } };
  });

export const asking: Record<string, Make> = {
  one: labelled("a", "1"),
  two: labelled("b", "2"),
  three: labelled("c", "1"),
  all: list(these),

  "a new one as a table": accepting(created(one, "?dryRun=All"), table),
  "a new one as metadata": accepting(created(one, "?dryRun=All"), partial),
  "a new one without its row's object": accepting(created(one, "?dryRun=All&includeObject=None"), table),
  "an update as a table": accepting(again({}), table),
  "a patch as metadata": accepting(merged({}, "/a?dryRun=All"), partial),
  "an apply as a table": accepting(applied("/d?fieldManager=x&dryRun=All", { name: "d" }), table),
  "what there is not, as a table": get("/none", table),
  "a deletion as a table": accepting(bare("DELETE", "/a?dryRun=All"), table),
  "a deletion of all as a table": accepting(bare("DELETE", `?${these}&dryRun=All`), table),
  "a deletion of all as metadata": accepting(bare("DELETE", `?${these}&dryRun=All`), partialList),
  "a deletion of all as YAML": accepting(bare("DELETE", `?${these}&dryRun=All`), types.yaml),
  "rather a table": list(these, `application/json;q=0.5,${table};q=0.9`),
  "rather no table": list(these, `application/json;q=0.9,${table};q=0.5`),
  "no table at all": list(these, `${table};q=0,application/json`),
  "nothing at all": list(these, "application/json;q=0"),
  "a weight that is none": list(these, "application/json;q=x"),
  "a table as kubectl asks for it": list(
    these,
    `${table},application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json`,
  ),
  "a table of any type": list(these, "*/*;as=Table;v=v1;g=meta.k8s.io"),
  "a table in YAML": list(these, "application/yaml;as=Table;v=v1;g=meta.k8s.io"),
  "metadata in YAML": list(these, "application/yaml;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"),
  "a table of a version that there is not": list(these, "application/json;as=Table;v=v2;g=meta.k8s.io"),
  "a table of no group": list(these, "application/json;as=Table;v=v1"),
  "a table in small letters": list(these, "application/json;as=table;v=v1;g=meta.k8s.io"),
  "a table between spaces": list(these, " application/json ; as=Table ; v=v1 ; g=meta.k8s.io "),
  "a type without a second part": list(these, "application"),
  "such a type, or JSON": list(these, "application,application/json"),
  "an empty page of a table": list("labelSelector=asked=none", table),
  "a page of a table": list(`${these}&limit=1`, table),
  "rows with another object": get("/a?includeObject=some", table),
  "rows in small letters": get("/a?includeObject=none", table),
  "one row without an object": get("/a?includeObject=None", table),
  "one row with the object": get("/a?includeObject=Object", table),
  "a watch of rows without an object": list(`${watched}&includeObject=None`, table),
  "a watch of rows with the object": list(`${watched}&includeObject=Object`, table),
  "a watch of rows with another object": list(`${watched}&includeObject=some`, table),
  "a watch of text": list(watched, "text/plain"),

  "the most that a limit may be": list(`${these}&limit=9223372036854775807`),
  "a limit that is too large": list(`${these}&limit=9223372036854775808`),
  "a limit that is a fraction": list(`${these}&limit=1.5`),
  "a page": list(`${these}&limit=1`),
  "its next page with another limit": from("a page", (page) => `${these}&limit=9&continue=${page.continue}`),
  "its next page with a match": from(
    "a page",
    (page) => `${these}&continue=${page.continue}&resourceVersionMatch=Exact`,
  ),
  "an empty match of an empty version": list(`${these}&resourceVersion=&resourceVersionMatch=`),
  "a match in small letters": from(
    "all",
    (page) => `resourceVersion=${page.resourceVersion}&resourceVersionMatch=exact`,
  ),
  "no initial events of a list": list("sendInitialEvents=false"),
  "empty initial events of a list": list("sendInitialEvents="),
  "an object of a match": get("/a?resourceVersion=0&resourceVersionMatch=Exact"),
  "an object with a selector that is none": get("/a?labelSelector=a%20b&fieldSelector=spec.x=1&limit=x"),
  "an object with options of writes": get("/a?dryRun=x&fieldValidation=x"),
  "no time": get("/a?timeout=x"),
  "too much time": list(`${these}&timeout=1000h`),
  "a watch of nothing initial": list(`${watched}&sendInitialEvents=false`),
  "a watch of a match without initial events": list("watch=1&resourceVersionMatch=Some"),
  "a watch of a match in small letters": list("watch=1&sendInitialEvents=true&resourceVersionMatch=notolderthan"),
  "a watch with a limit": from(
    "all",
    (page) => `${these}&watch=1&limit=1&timeoutSeconds=1&resourceVersion=${page.resourceVersion}`,
  ),
  "a watch of a time that is a fraction": list("watch=1&timeoutSeconds=1.5&resourceVersion=0"),
  "a watch of a selector that is none": list("watch=1&labelSelector=a%20b&timeoutSeconds=1"),
  "a watch of another namespace": list(
    "watch=1&fieldSelector=metadata.namespace=other&timeoutSeconds=1&resourceVersion=0",
  ),
  "a head of a list": bare("HEAD", `?${these}`),
  "a head of what there is not": bare("HEAD", "/none"),
  "two names": list("fieldSelector=metadata.name=a,metadata.name=b"),
  "an empty name": list("fieldSelector=metadata.name="),
  "names between spaces": list("fieldSelector=metadata.name%20=%20a"),
  "a label as a field": list("fieldSelector=metadata.labels.asked=yes"),
  "a set with nothing in it": list("labelSelector=asked%20in%20()"),
  "a selector with a comma behind it": list(`${these},`),
  "selectors twice": list(`${these}&labelSelector=half=1`),

  "an unknown field of an update, strictly": put("/a?fieldValidation=Strict", (_subject, before) => ({
    ...before("one").body,
    colour: 1,
  })),
  "unknown fields of a patch": merged({ spec: { colour: 1 } }, "/a?fieldValidation=Warn&dryRun=All"),
  "a validation in small letters": again({}, "?fieldValidation=strict"),
  "an empty validation": created(one, "?fieldValidation=&dryRun=All", { colour: "red" }),
  "two validations": created(one, "?fieldValidation=Ignore&fieldValidation=Strict&dryRun=All", { colour: "red" }),
  "a dry run in small letters": created(one, "?dryRun=all"),
  "a dry run and another": created(one, "?dryRun=All&dryRun=x"),
  "a dry update of what was": again({ resourceVersion: "1" }, "?dryRun=All"),
  "a dry start of a name": created(
    { name: "", generateName: "generated-", finalizers: ["example.com/x"] },
    "?dryRun=All",
  ),
  "a manager as long as it may be": created(one, `?dryRun=All&fieldManager=${"x".repeat(128)}`),
  "a manager who is a space": created(one, "?dryRun=All&fieldManager=%20"),
  "an update by a manager who is too long": again({}, `?fieldManager=${"x".repeat(129)}`),
  "a patch by no force": merged({}, "/a?force=false"),
  "no managers": again({ managedFields: [] }, "?dryRun=All&fieldManager=x"),
  "managers of another form": again({ managedFields: [{ manager: "x", operation: "Other" }] }, "?dryRun=All"),
  "managers of fields that are none": again(
    {
      managedFields: [
        { manager: "x", operation: "Apply", apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1: { a: {} } },
      ],
    },
    "?dryRun=All",
  ),
  "a patch of no managers": merged({ metadata: { managedFields: [] } }, "/a?dryRun=All"),
  "a grace period": merged({ metadata: { deletionGracePeriodSeconds: 5 } }, "/a"),
  "a grace period of no time": merged({ metadata: { deletionGracePeriodSeconds: 0 } }, "/a"),
  "an apply of a deletion": applied(
    "/a?fieldManager=x&dryRun=All",
    { name: "a", deletionTimestamp: "2020-01-01T00:00:00Z" },
    {},
  ),
  "an apply of another object": applied("/a?fieldManager=x&dryRun=All", { name: "a", uid: "other" }, {}),
  "a type in capital letters": (subject) => ({
    ...post("?dryRun=All", (of) => object(of, one))(subject, () => ({ code: 0, headers: {}, body: {} })),
    headers: { "Content-Type": "APPLICATION/JSON" },
  }),
};
