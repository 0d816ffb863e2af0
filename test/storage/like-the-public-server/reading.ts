import { get, type Make, type Story, types } from "./request.ts";
import { pathOf, root } from "./subject.ts";

const as = (what: string, type = types.json) => `${type};as=${what};g=meta.k8s.io;v=v1`;

/** The page behind one, with the rest of its query. */
const following =
  (name: string, query = "", accept?: string): Make =>
  (subject, before) =>
    get(`?limit=2&continue=${before(name).body.metadata?.continue ?? "0"}${query}`, accept)(subject, before);

/** Lists, pages and representations of what `making` has made. */
export const reading: Story = {
  all: get(""),
  "all in full": get("?resourceVersion=fullSpec"),
  "all, metadata only": get("?resourceVersion=metadata"),
  "all of any version": get("?resourceVersion=0"),
  "all in protobuf": get("", types.protobuf),
  "all in full in protobuf": get("?resourceVersion=fullSpec", types.protobuf),
  "all in YAML": get("", types.yaml),
  "all of the cluster": ({ resource }) => ({ method: "GET", path: `${root}/${resource}` }),
  "all of the cluster in full": ({ resource }) => ({
    method: "GET",
    path: `${root}/${resource}?resourceVersion=fullSpec`,
  }),
  "all of a namespace that is not there": ({ resource }) => ({
    method: "GET",
    path: `${root}/namespaces/none/${resource}`,
  }),
  "a page": get("?limit=2"),
  "its next page": following("a page"),
  "the last page": following("its next page"),
  "a page in full": get("?limit=2&resourceVersion=fullSpec"),
  "its next page in full": following("a page in full", "&resourceVersion=fullSpec"),
  "its next page without the word": following("a page in full"),
  "a page in protobuf": get("?limit=2", types.protobuf),
  "its next page in protobuf": following("a page in protobuf", "", types.protobuf),
  "the first page by its number": get("?continue=0&limit=2&resourceVersion=fullSpec"),
  "a page that holds everything": get("?limit=100"),
  "no limit": get("?limit=0"),
  "those with a label": get("?labelSelector=app=web"),
  "those with another label": get("?labelSelector=app=other"),
  "those without a label": get("?labelSelector=!app"),
  "one by its name": get("?fieldSelector=metadata.name=full"),
  "all but one": get("?fieldSelector=metadata.name!=full"),
  one: get("/full"),
  "one, metadata only": get("/full?resourceVersion=metadata"),
  "one in full": get("/full?resourceVersion=fullSpec"),
  "one of any version": get("/full?resourceVersion=0"),
  "one in protobuf, metadata only": get("/full?resourceVersion=metadata", types.protobuf),
  "one in YAML": get("/full", types.yaml),
  "one as anything": get("/full", "*/*"),
  "one as a browser asks": get("/full", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
  "one in the whole cluster": ({ resource }) => ({ method: "GET", path: `${root}/${resource}/full` }),
  "a table": get("", as("Table")),
  "a table of one": get("/full", as("Table")),
  "a table without objects": get("?includeObject=None", as("Table")),
  "a table of whole objects": get("?includeObject=Object&limit=1", as("Table")),
  "what kubectl asks for": get(
    "?limit=500",
    `${as("Table")},${types.json};as=Table;v=v1beta1;g=meta.k8s.io,${types.json}`,
  ),
  metadata: get("/full", as("PartialObjectMetadata")),
  "metadata in protobuf": get("/full", as("PartialObjectMetadata", types.protobuf)),
  "metadata of all": get("", as("PartialObjectMetadataList")),
  "metadata of all in protobuf": get("", as("PartialObjectMetadataList", types.protobuf)),
  "metadata of a page": get("?limit=2", as("PartialObjectMetadataList")),
  "either encoding": get("/full", `${types.protobuf},${types.json}`),
  "headers only": (subject) => ({ method: "HEAD", path: `${pathOf(subject)}/full` }),
};
