import { apiVersion, type Kind } from "../meta/kind.ts";
import { listMeta, objectMeta } from "../schema/meta.ts";
import { messageName, metaMessages, patchName, schemaName } from "./names.ts";
import { type Operation, operationsOf } from "./operations.ts";
import { mapValues, messagesIn, type RefTo, type Schema, schemaOf } from "./schema.ts";

const info = { title: "Sortie storage", version: "v1beta1" };

/** The document of one group and version. https://spec.openapis.org/oas/v3.0.3.html */
export function openapiV3(kinds: Kind[]): object {
  const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
  return {
    openapi: "3.0.0",
    info,
    paths: pathsOf(
      kinds,
      (operation) => ({
        parameters: operation.queryParameters.map(([name, type, description]) => ({
          name,
          in: "query",
          description,
          schema: { type, uniqueItems: true },
        })),
        ...(operation.body && {
          requestBody: { content: contentOf(operation.body.types, ref(operation.body.schema)) },
        }),
        responses: responses(operation, (schema) => ({ content: contentOf(operation.produces, ref(schema)) })),
      }),
      (name) => ({ name, in: "path", required: true, schema: { type: "string" } }),
    ),
    components: { schemas: schemas(kinds, ref) },
  };
}

/** All kinds in one document. https://swagger.io/specification/v2/ */
export function openapiV2(kinds: Kind[]): object {
  const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
  return {
    swagger: "2.0",
    info,
    paths: pathsOf(
      kinds,
      (operation) => ({
        consumes: operation.body?.types ?? ["*/*"],
        produces: operation.produces,
        parameters: [
          ...(operation.body
            ? [
                {
                  name: "body",
                  in: "body",
                  required: operation.method !== "delete",
                  schema: ref(operation.body.schema),
                },
              ]
            : []),
          ...operation.queryParameters.map(([name, type, description]) => ({
            name,
            in: "query",
            type,
            description,
            uniqueItems: true,
          })),
        ],
        responses: responses(operation, (schema) => ({ schema: ref(schema) })),
      }),
      (name) => ({ name, in: "path", required: true, type: "string", uniqueItems: true }),
    ),
    definitions: mapValues(schemas(kinds, ref), withoutVersion3),
  };
}

function pathsOf(kinds: Kind[], describe: (operation: Operation) => object, pathParameter: (name: string) => object) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const kind of kinds) {
    const gvk = { group: kind.group, version: kind.version, kind: kind.kind };
    for (const operation of operationsOf(kind, schemaName(kind), `${schemaName(kind)}List`)) {
      const path = paths[operation.path] ?? { parameters: operation.pathParameters.map(pathParameter) };
      paths[operation.path] = path;
      path[operation.method] = {
        operationId: operation.id,
        description: `${operation.action} ${kind.kind}`,
        ...describe(operation),
        "x-kubernetes-action": operation.action,
        "x-kubernetes-group-version-kind": gvk,
      };
    }
  }
  return paths;
}

function responses({ response }: Operation, content: (schema: string) => object) {
  return {
    [response.code]: { description: "OK", ...content(response.schema) },
    401: { description: "Unauthorized" },
  };
}

function contentOf(types: string[], schema: Schema) {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

type Ref = (name: string) => Schema;

function schemas(kinds: Kind[], ref: Ref): Record<string, Schema> {
  const refTo: RefTo = (message) => ref(messageName(message));
  const messages = new Set([
    ...metaMessages,
    ...kinds.flatMap(({ message }) => (message ? [...messagesIn(message)] : [])),
  ]);
  const shared = [...messages].map((message) => [messageName(message), schemaOf(message, refTo)]);
  const patch: Schema = { type: "object", description: "A change of an object, in the format of the content type." };
  return Object.assign(
    Object.fromEntries(shared),
    { [patchName]: patch },
    ...kinds.map((kind) => kindSchemas(kind, ref)),
  );
}

function kindSchemas(kind: Kind, ref: Ref): Record<string, Schema> {
  const name = schemaName(kind);
  const gvk = (suffix: string) => [{ group: kind.group, version: kind.version, kind: `${kind.kind}${suffix}` }];
  const own = kind.message && schemaOf(kind.message, (message) => ref(messageName(message)));
  const type: Record<string, Schema> = {
    apiVersion: { type: "string", description: `Always ${apiVersion(kind)}.` },
    kind: { type: "string", description: "Name of the kind." },
  };
  return {
    [name]: {
      type: "object",
      ...own,
      properties: { ...type, metadata: ref(messageName(objectMeta)), ...own?.properties },
      "x-kubernetes-group-version-kind": gvk(""),
    },
    [`${name}List`]: {
      type: "object",
      description: `A list of ${kind.kind}.`,
      required: ["items"],
      properties: {
        ...type,
        metadata: ref(messageName(listMeta)),
        items: { type: "array", items: ref(name) },
      },
      "x-kubernetes-group-version-kind": gvk("List"),
    },
  };
}

/** Swagger 2 has no `nullable`, and a description stands beside a reference. */
function withoutVersion3({ nullable: _nullable, allOf, ...schema }: Schema): Schema {
  const result: Schema = { ...schema, ...allOf?.[0] };
  if (schema.properties) result.properties = mapValues(schema.properties, withoutVersion3);
  if (schema.items) result.items = withoutVersion3(schema.items);
  if (typeof schema.additionalProperties === "object") {
    result.additionalProperties = withoutVersion3(schema.additionalProperties);
  }
  return result;
}
