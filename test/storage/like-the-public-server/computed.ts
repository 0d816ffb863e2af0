import { empty, get, patch, post, put, remove, type Story, types } from "./request.ts";

const table = `${types.json};as=Table;g=meta.k8s.io;v=v1`;
const partial = `${types.json};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`;

/** Kinds that follow from others: `name` is the name of the one that there is. */
export const computed = (name: string): Story => ({
  all: get(""),
  "all in full": get("?resourceVersion=fullSpec"),
  "all in full in protobuf": get("?resourceVersion=fullSpec", types.protobuf),
  "a page": get("?limit=1"),
  one: get(`/${name}`),
  "one in protobuf": get(`/${name}`, types.protobuf),
  "one, metadata only": get(`/${name}?resourceVersion=metadata`),
  "one that is not there": get("/none"),
  "a table": get("", table),
  "metadata of all": get("", partial),
  "one that is made": post((subject) => empty(subject, "made")),
  "an update": put(`/${name}`, (subject) => empty(subject, name)),
  "a patch": patch(`/${name}`, () => ({ metadata: { labels: { a: "1" } } })),
  "a deletion": remove(`/${name}`),
  "a deletion of everything": remove(""),
  "what happens": get("?watch=1&timeoutSeconds=1"),
});
