import { runCommand } from "../../cluster/run-command.ts";
import { clientsetProgram } from "../clientset.ts";
import { group } from "../scans.ts";

/** A kind that both servers have, with objects of it as the Go types write them. */
export type Subject = {
  resource: string;
  kind: string;
  /** Where objects of it are; `undefined` where they belong to no namespace. */
  namespace: string | undefined;
  /** By their names, which the protobuf says too: `gap-0` has every field, the others leave some out. */
  objects: Map<string, { json: Json; protobuf: Buffer }>;
};

export type Json = {
  metadata: { name?: unknown; [field: string]: unknown };
  spec?: object;
  [field: string]: unknown;
};

export const version = `${group}/v1beta1`;
export const root = `/apis/${version}`;

/** Of all objects of the kind in its namespace, or of one. */
export function pathOf({ resource, namespace }: Subject, of = namespace): string {
  return of === undefined ? `${root}/${resource}` : `${root}/namespaces/${of}/${resource}`;
}

/** Every kind that is written. */
export async function subjectsIn(namespace: string, kubeconfig: string): Promise<Subject[]> {
  type Line = { resource: string; kind: string; isNamespaced: boolean; json: Json; protobuf: string };
  const output = await runCommand(await clientsetProgram(), ["objects", kubeconfig, namespace]);
  const subjects = new Map<string, Subject>();
  for (const text of output.trim().split("\n")) {
    const { resource, kind, isNamespaced, json, protobuf } = JSON.parse(text) as Line;
    const subject: Subject = subjects.get(resource) ?? {
      resource,
      kind,
      namespace: isNamespaced ? namespace : undefined,
      objects: new Map(),
    };
    subjects.set(resource, subject);
    const name = String(json.metadata.name);
    subject.objects.set(name, { json: withKnownSource(json), protobuf: Buffer.from(protobuf, "base64") });
  }
  return [...subjects.values()];
}

/** The public server takes only the types of sources that Syft knows, where they are said in JSON. */
function withKnownSource(json: Json): Json {
  const { syft } = (json.spec ?? {}) as { syft?: { source: object } };
  if (!syft) return json;
  const source = { ...syft.source, type: "directory", metadata: { path: "/srv" } };
  return { ...json, spec: { ...json.spec, syft: { ...syft, source } } };
}
