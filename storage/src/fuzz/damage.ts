import type { Choices } from "./choices.ts";
import type { FuzzRequest } from "./random-request.ts";

const values = [
  "",
  "0",
  "1",
  "-1",
  "5",
  "99999999999999",
  "1e9",
  "true",
  "false",
  "null",
  "All",
  "Exact",
  "NotOlderThan",
];
const words = [
  "fullSpec",
  "metadata",
  "metadata.name=a",
  "a in (b",
  "a=b,c!=d",
  "!x",
  "é%",
  "../..",
  "eyJhdCI6MX0",
  "\u0000",
];
const parameters = [
  "limit",
  "continue",
  "resourceVersion",
  "resourceVersionMatch",
  "fieldSelector",
  "labelSelector",
  "watch",
  "timeoutSeconds",
  "sendInitialEvents",
  "allowWatchBookmarks",
  "includeObject",
  "dryRun",
  "fieldValidation",
  "fieldManager",
  "force",
  "propagationPolicy",
  "gracePeriodSeconds",
  "pretty",
  "unknown",
];
const types = [
  "application/json",
  "application/yaml",
  "application/vnd.kubernetes.protobuf",
  "text/plain",
  "",
  "*/*",
  ";;=,",
  "a",
  "application/merge-patch+json",
  "application/json-patch+json",
  "application/apply-patch+yaml",
  "application/strategic-merge-patch+json",
  "application/json;as=Table;g=meta.k8s.io;v=v1",
  "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
  "application/json;as=PartialObjectMetadata",
  "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
];
const bodies = [
  "",
  "null",
  "[]",
  "{}",
  '"text"',
  "{",
  "[[[[[[",
  "\u0000",
  "a: &a [*a, *a]",
  "- - - -",
  '{"metadata":[]}',
  '{"metadata":{"name":null}}',
  '{"spec":5}',
  '[{"op":"move","from":"/","path":"/a"}]',
  '[{"op":"test","path":""}]',
  '{"__proto__":{"a":1},"constructor":1}',
  '{"metadata":{"labels":{"a":5}}}',
  '{"metadata":{"managedFields":[5]}}',
];
const paths = [
  "/",
  "/api",
  "/apis",
  "/apis/",
  "//",
  "/apis/x/y/z",
  "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/nothings",
  "/api/v1/namespaces",
  "/openapi/v2",
  "/openapi/v3/x",
  "/metrics",
  "/version",
  "/healthz",
  "/%",
  "/%00",
  "/a%2Fb",
  "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/a/sbomsyfts/a/status",
  `/${"a".repeat(5000)}`,
];

/** A request that is not as it should be, in one way or in several. */
export function damaged(choices: Choices, request: FuzzRequest): FuzzRequest {
  let result = request;
  do result = choices.pick(damages)(choices, result);
  while (choices.chance(0.3));
  return result;
}

type Damage = (choices: Choices, request: FuzzRequest) => FuzzRequest;

const withParameter: Damage = (choices, request) => {
  const separator = request.path.includes("?") ? "&" : "?";
  const value = encodeURIComponent(choices.pick(choices.chance(0.5) ? values : words));
  return { ...request, path: `${request.path}${separator}${choices.pick(parameters)}=${value}` };
};

const withHeader: Damage = (choices, request) => {
  const name = choices.pick(["Accept", "Content-Type", "Accept", "Accept-Encoding", "Content-Length"]);
  const value = name === "Content-Length" ? choices.pick(["0", "1", "x", "-5"]) : choices.pick([...types, "gzip"]);
  return { ...request, headers: { ...request.headers, [name]: value } };
};

const withOtherBody: Damage = (choices, request) =>
  request.method === "GET" ? request : { ...request, body: choices.pick(bodies) };

const withBrokenBody: Damage = (choices, request) => {
  if (request.body === undefined || request.body.length === 0) return request;
  const bytes = Buffer.from(request.body as string);
  if (choices.chance(0.3)) return { ...request, body: new Uint8Array(bytes.subarray(0, choices.number(bytes.length))) };
  for (let i = 0; i < 3; i += 1) bytes[choices.number(bytes.length)] = choices.number(256);
  return { ...request, body: new Uint8Array(bytes) };
};

/** Only what reads goes elsewhere: the model would not know what else a write has met. */
const withOtherPath: Damage = (choices, request) =>
  request.method === "GET" ? { ...request, path: choices.pick(paths) } : { ...request, path: `${request.path}/status` };

const withOtherMethod: Damage = (choices, request) =>
  request.method === "DELETE"
    ? request
    : { ...request, method: choices.pick(["POST", "PUT", "PATCH", "OPTIONS", "PURGE"]) };

const damages: readonly Damage[] = [
  withParameter,
  withParameter,
  withHeader,
  withHeader,
  withOtherBody,
  withBrokenBody,
  withBrokenBody,
  withOtherPath,
  withOtherMethod,
];
