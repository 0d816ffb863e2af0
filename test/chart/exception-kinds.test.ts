import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AcceptedControl, ControlInput, SecurityException } from "@sortie/wire";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { at, chart } from "./render.ts";

/** As much of an OpenAPI schema as definitions of ours use. */
type Schema = {
  type: "object" | "array" | "string" | "boolean";
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  enum?: string[];
  format?: "date-time";
};

const kinds = ["securityexceptions", "clustersecurityexceptions", "controlinputs"] as const;

/** The kind that a file defines, and the schema of its spec. */
function defined(file: (typeof kinds)[number]): { kind: string; spec: Schema } {
  const { spec } = parse(readFileSync(join(chart, "crds", `${file}.yaml`), "utf8")) as { spec: object };
  const schema = at(spec, "versions", 0, "schema", "openAPIV3Schema", "properties", "spec") as Schema;
  return { kind: at(spec, "names", "kind") as string, spec: schema };
}

/** A value that has every field of its schema. */
function whole({ type, properties, additionalProperties, items, ...schema }: Schema): unknown {
  if (type === "array") return items ? [whole(items)] : [];
  if (type === "boolean") return true;
  if (type === "string") return schema.enum?.[0] ?? (schema.format ? "2027-01-31T00:00:00Z" : "x");
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, whole(field)] as const);
  return { ...Object.fromEntries(fields), ...(additionalProperties && { any: whole(additionalProperties) }) };
}

function undescribed({ properties = {}, items }: Schema, path: string): string[] {
  const own = Object.entries(properties).flatMap(([name, field]) => [
    ...(field.description === undefined ? [`${path}.${name}`] : []),
    ...undescribed(field, `${path}.${name}`),
  ]);
  return items === undefined ? own : [...own, ...undescribed(items, path)];
}

it.each(kinds)("tells of every field of %s what it means, for kubectl explain", (file) => {
  expect(undescribed({ type: "object", properties: { spec: defined(file).spec } }, "")).toEqual([]);
});

it.each(["securityexceptions", "clustersecurityexceptions"] as const)("reads every field that %s may have", (file) => {
  const { kind, spec } = defined(file);
  const object = { kind, metadata: { name: "x", namespace: "shop" }, spec: whole(spec) };
  const read = SecurityException.parse(object);
  expect(Object.keys(read.spec.match).toSorted()).toEqual(
    Object.keys(spec.properties?.match?.properties ?? {}).toSorted(),
  );
  const [entry] = read.spec.posture;
  expect(AcceptedControl.parse(entry)).toEqual(entry);
});

it("reads the lists that controlinputs may have", () => {
  expect(ControlInput.parse({ spec: whole(defined("controlinputs").spec) })).toEqual({
    spec: { controls: { any: ["x"] } },
  });
});
