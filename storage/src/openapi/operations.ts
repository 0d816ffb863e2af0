import { patchTypes } from "../api/wire/patch-types.ts";
import { apiVersion, type Kind, type Verb } from "../meta/kind.ts";
import { protobufType } from "../protobuf/envelope.ts";
import { deleteOptions, status } from "../schema/meta.ts";
import { messageName, patchName } from "./names.ts";

/** One operation on a kind, in neither of the two OpenAPI versions yet. */
export type Operation = {
  path: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** `x-kubernetes-action`. */
  action: string;
  id: string;
  pathParameters: string[];
  queryParameters: [name: string, type: "string" | "integer" | "boolean", description: string][];
  /** Types that the answer is written in. */
  produces: string[];
  /** Schema name of the body, and in which types it is read. */
  body: { schema: string; types: string[] } | undefined;
  response: { schema: string; code: number };
};

type QueryParameters = Operation["queryParameters"];

/** Types that objects are written in. */
function objectTypes({ message }: Pick<Kind, "message">): string[] {
  return ["application/json", "application/yaml", ...(message ? [protobufType] : [])];
}

const selection: QueryParameters = [
  ["labelSelector", "string", "Only objects with these labels."],
  ["fieldSelector", "string", "Only objects with these fields: metadata.name, metadata.namespace."],
  ["limit", "integer", "At most so many objects."],
  ["continue", "string", "Goes on where the last page ended."],
  ["resourceVersion", "string", "State of the world to show, or fullSpec or metadata."],
  ["resourceVersionMatch", "string", "How resourceVersion is meant: Exact or NotOlderThan."],
  ["timeoutSeconds", "integer", "How long a watch lasts."],
  ["watch", "boolean", "Changes instead of a list."],
  ["allowWatchBookmarks", "boolean", "The watch may say how far it is without an object."],
  ["sendInitialEvents", "boolean", "The watch begins with what exists."],
];
const dryRun: QueryParameters = [["dryRun", "string", "All: nothing is stored."]];
/** kubectl asks the server to validate only where it finds `fieldValidation` here. */
const writing: QueryParameters = [
  ...dryRun,
  ["fieldManager", "string", "Who owns the written fields."],
  ["fieldValidation", "string", "Ignore, Warn or Strict: what unknown fields do."],
];
const force: QueryParameters = [["force", "boolean", "Takes fields from other managers; apply only."]];

/** Every operation of a kind, by the names that its schemas have. */
export function operationsOf(kind: Kind, schema: string, listSchema: string): Operation[] {
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${apiVersion(kind)}`;
  const namespaced = kind.namespaced ? "/namespaces/{namespace}" : "";
  const collection = `${root}${namespaced}/${kind.plural}`;
  const collectionParameters = kind.namespaced ? ["namespace"] : [];
  const item = { path: `${collection}/{name}`, pathParameters: [...collectionParameters, "name"] };
  const all = { path: collection, pathParameters: collectionParameters };
  const types = objectTypes(kind);
  const body = { schema, types };
  const one = (code: number) => ({ schema, code });
  const deletion = { schema: messageName(deleteOptions), types };
  const patch = { schema: patchName, types: Object.values<string>(patchTypes) };
  const list = { schema: listSchema, code: 200 };
  const none = undefined;

  const operations: [Verb, Omit<Operation, "id" | "produces">][] = [
    ["list", { ...all, method: "get", action: "list", queryParameters: selection, body: none, response: list }],
    ["create", { ...all, method: "post", action: "post", queryParameters: writing, body, response: one(201) }],
    [
      "deletecollection",
      {
        ...all,
        method: "delete",
        action: "deletecollection",
        queryParameters: selection,
        body: deletion,
        response: list,
      },
    ],
    ["get", { ...item, method: "get", action: "get", queryParameters: [], body: none, response: one(200) }],
    ["update", { ...item, method: "put", action: "put", queryParameters: writing, body, response: one(200) }],
    [
      "patch",
      {
        ...item,
        method: "patch",
        action: "patch",
        queryParameters: [...writing, ...force],
        body: patch,
        response: one(200),
      },
    ],
    [
      "delete",
      {
        ...item,
        method: "delete",
        action: "delete",
        queryParameters: dryRun,
        body: deletion,
        response: { schema: messageName(status), code: 200 },
      },
    ],
  ];
  if (kind.namespaced) {
    const everywhere = { path: `${root}/${kind.plural}`, pathParameters: [] };
    operations.push([
      "list",
      { ...everywhere, method: "get", action: "list", queryParameters: selection, body: none, response: list },
    ]);
  }
  return operations
    .filter(([verb]) => kind.verbs.includes(verb))
    .map(([verb, operation]) => ({
      ...operation,
      produces: types,
      id: `${verb}${kind.kind}${scopeOf(operation.path, root, kind)}`,
    }));
}

/** Operation ids are unique in a document. */
function scopeOf(path: string, root: string, kind: Kind): string {
  return kind.namespaced && path === `${root}/${kind.plural}` ? "ForAllNamespaces" : "";
}
