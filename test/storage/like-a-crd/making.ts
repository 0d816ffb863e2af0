// What is sent to make objects: what of it counts, what is passed over, and what is refused.
import { created, get, type Make, object, post, type Subject, sent, types } from "./subject.ts";

const text = (make: (subject: Subject) => string) => make;

/** An object as text, so that a field can be there twice. */
const written = (name: string, more = "", metadata = "") =>
  text(({ group, kind }) =>
    [
      `{"apiVersion":"${group}/v1beta1","kind":"${kind}","metadata":{"name":"${name}"${metadata}},`,
      `"spec":{"severities":{"critical":1,"high":2,"medium":0,"low":0,"unknown":0},"controls":{}}${more}}`,
    ].join(""),
  );
const twice = written(
  "twice",
  ',"spec":{"severities":{"medium":0,"low":0,"unknown":0,"high":1,"high":2,"critical":1,"critical":1},"controls":{}}',
  ',"labels":{"a":"1","a":"2"}',
);
const inYaml = text(({ group, kind }) =>
  [`apiVersion: ${group}/v1beta1`, `kind: ${kind}`, "metadata:", "  name: yaml", "  labels: {a: b}", "spec:"]
    .concat("  severities: {critical: 1, high: 2, medium: 0, low: 0, unknown: 0}", "  controls: {}", "")
    .join("\n"),
);

/** YAML 1.1: words for true, octal numbers, aliases, merged maps. */
const inOlderYaml = text(({ group, kind }) =>
  [
    `apiVersion: ${group}/v1beta1`,
    `kind: ${kind}`,
    "metadata:",
    "  name: older-yaml",
    "  labels: &labels {a: &a b, on: c}",
  ]
    .concat("  annotations: {<<: *labels, b: *a}")
    .concat("spec:", "  severities: {critical: 010, high: 0x10, medium: 1_000, low: +1, unknown: 0b11}")
    .concat("  controls: {}", "")
    .join("\n"),
);
/** The first and the second half of a character, and a whole one. */
const halves = written("halves", "", String.raw`,"annotations":{"note":"\ud83d \ude00 \ud83d\ude00 \\ud83d"}`);
/** Ten times ten times ten, and so on. */
const multiplied = text(({ group, kind }) =>
  [`apiVersion: ${group}/v1beta1`, `kind: ${kind}`, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    .concat(
      Array.from({ length: 8 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(", ")}]`),
      "",
    )
    .join("\n"),
);

/** Of a kind that nobody knows: the garbage collector takes what has an owner that is not there. */
const owner = { apiVersion: "example.com/v1", kind: "Owner", name: "a", uid: "u" };

export const making: Record<string, Make> = {
  "what the server decides": created({
    name: "decided",
    uid: "11111111-1111-1111-1111-111111111111",
    creationTimestamp: "2020-01-01T00:00:00Z",
    deletionTimestamp: "2020-01-01T00:00:00Z",
    deletionGracePeriodSeconds: 5,
    generation: 7,
    selfLink: "/x",
  }),
  "a generated name": created({ name: "", generateName: "generated-" }),
  "a generated name, dry": created({ name: "", generateName: "generated-" }, "?dryRun=All"),
  "a name beside the beginning of one": created({ name: "named", generateName: "generated-" }),
  "a resourceVersion": created({ name: "versioned", resourceVersion: "5" }),
  "the resourceVersion 0": created({ name: "versioned", resourceVersion: "0" }),
  "no labels": created({ name: "bare", labels: null, annotations: null, finalizers: null, ownerReferences: null }),
  "empty labels": created({ name: "empty", labels: {}, annotations: {}, finalizers: [], ownerReferences: [] }),
  "a label that is null": created({ name: "null-label", labels: { a: null }, annotations: { a: null } }),
  "an owner with null": created(
    { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "a", uid: "u", controller: null }] },
    "?dryRun=All",
  ),
  "annotations with many bytes": created({ name: "bytes", annotations: { a: "ö".repeat(140_000) } }),
  "finalizers of both propagations": created({ name: "both", finalizers: ["orphan", "foregroundDeletion"] }),
  "a dry run of nothing": created({ name: "dry" }, "?dryRun="),
  "a manager of many bytes": created({ name: "dry" }, `?fieldManager=${"%C3%B6".repeat(100)}`),
  "an empty label": created({ name: "empty-label", labels: { a: "" }, annotations: { a: "" } }),
  "a label that is a number": created({ name: "number", labels: { a: 1 } }),
  "labels that are a list": created({ name: "list", labels: ["a"] }),
  "a name that is a number": created({ name: 5 }),
  "finalizers that are a text": created({ name: "text", finalizers: "a" }),
  "metadata that is a list": post("", (subject) => ({ ...object(subject, {}), metadata: [] })),
  "another kind": post("", (subject) => ({ ...object(subject, { name: "other" }), kind: "Other" })),
  "another group": post("", (subject) => ({ ...object(subject, { name: "other" }), apiVersion: "apps/v1" })),
  "a list": sent("POST", types.json)("", () => "[1]"),
  "a text": sent("POST", types.json)("", () => '"text"'),
  "half an object": sent("POST", types.json)("", () => "{"),
  "nothing at all": sent("POST", types.json)("", () => ""),
  "counters that are a text": created({ name: "wrong" }, "", { spec: { severities: "many", controls: {} } }),
  "a counter that is a text": created({ name: "wrong" }, "", { spec: { severities: { high: "1" }, controls: {} } }),
  "a counter that is a fraction": created({ name: "wrong" }, "", { spec: { severities: { high: 1.5 }, controls: {} } }),
  "controls that are a list": created({ name: "wrong" }, "", { spec: { controls: [] } }),
  "a body that is a text": created({ name: "wrong" }, "", { spec: "x" }),
  "an unknown field, strictly": created({ name: "unknown" }, "?fieldValidation=Strict", { colour: "red" }),
  "unknown fields, strictly": created({ name: "unknown", shape: 1 }, "?fieldValidation=Strict", {
    spec: { severities: { purple: 1, high: 1 }, controls: {}, colour: { a: 1 } },
  }),
  "an unknown field": created({ name: "unknown" }, "", { colour: "red" }),
  "an unknown field, whatever it is": created({ name: "ignored" }, "?fieldValidation=Ignore", { colour: "red" }),
  "metadata that all objects of JavaScript have, strictly": created(
    { name: "inherited", constructor: "x", toString: 1, valueOf: {}, hasOwnProperty: [] },
    "?fieldValidation=Strict",
  ),
  "metadata that all objects of JavaScript have": created({ name: "inherited", constructor: "x", toString: {} }),
  "fields that all objects of JavaScript have, strictly": created({ name: "inherits" }, "?fieldValidation=Strict", {
    constructor: "x",
    spec: { toString: 1, severities: { valueOf: 1 }, controls: {} },
  }),
  "an owner with more, strictly": created(
    { name: "owned", ownerReferences: [{ ...owner, constructor: "x", colour: "red" }] },
    "?fieldValidation=Strict",
  ),
  "an unknown field that is null": created({ name: "null" }, "?fieldValidation=Strict", { colour: null }),
  "fields twice, strictly": sent("POST", types.json)("?fieldValidation=Strict", twice),
  "fields twice, with a warning": sent("POST", types.json)("?fieldValidation=Warn", twice),
  "half a character": sent("POST", types.json)("", halves),
  "a type that says nothing": sent("POST", "")("?dryRun=All", halves),
  "fields twice, whatever they are": sent("POST", types.json)("?fieldValidation=Ignore&dryRun=All", twice),
  "a field twice and one that is unknown": sent("POST", types.json)(
    "?fieldValidation=Strict",
    written("both", ',"colour":1,"colour":2'),
  ),
  YAML: sent("POST", types.yaml)("", inYaml),
  "YAML with a key twice, strictly": sent("POST", types.yaml)("?fieldValidation=Strict", (subject) =>
    inYaml(subject).replace("{a: b}", "{a: b, a: c}"),
  ),
  "YAML with what other objects have, strictly": sent("POST", types.yaml)("?fieldValidation=Strict", inOlderYaml),
  "YAML of an octal number that is none": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("name: yaml", "name: decimal").replace("low: 0", "low: 09"),
  ),
  "YAML of another octal number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("name: yaml", "name: octal").replace("low: 0", "low: 0o17"),
  ),
  "YAML of a word that is no number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("low: 0", "low: off"),
  ),
  "YAML of a letter that is no number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("low: 0", "low: n"),
  ),
  "YAML of a time that is no number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("low: 0", "low: 1:30"),
  ),
  "YAML of a day that is no number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("low: 0", "low: 2026-01-01"),
  ),
  "YAML of a text that is no number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("low: 0", "low: !!str 2"),
  ),
  "YAML of a power of ten": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("name: yaml", "name: power").replace("low: 0", "low: 1e3"),
  ),
  "YAML of no number": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("name: yaml", "name: nan").replace("low: 0", "low: .nan"),
  ),
  "YAML of a label that is a word for true": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("name: yaml", "name: yes-yaml").replace("{a: b}", "{a: yes}"),
  ),
  "YAML with an alias of nothing": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("{a: b}", "{a: *b}"),
  ),
  "YAML with an alias of what it is in": sent("POST", types.yaml)("", (subject) =>
    inYaml(subject).replace("{a: b}", "&a {a: *a}"),
  ),
  "YAML of more than one can read": sent("POST", types.yaml)("", multiplied),
  "YAML that is none": sent("POST", types.yaml)("", () => "a: [b"),
  "JSON with its character set": sent("POST", "application/json; charset=utf-8")("", (subject) =>
    object(subject, { name: "charset" }),
  ),
  "a form": sent("POST", "application/x-www-form-urlencoded")("", (subject) => object(subject, { name: "form" })),
  "JSON without a type": (subject) => ({ method: "POST", body: JSON.stringify(object(subject, { name: "untyped" })) }),
  "a finalizer without a domain": created({ name: "held", finalizers: ["held", "example.com/held"] }),
  "a finalizer of Kubernetes": created({ name: "orphaned", finalizers: ["orphan"] }, "?dryRun=All"),
  "an owner without UID": created({
    name: "owned",
    ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "a" }],
  }),
  "an owner without version": created({ name: "owned", ownerReferences: [{ kind: "ConfigMap", name: "a", uid: "u" }] }),
  "an owner that is an Event": created({
    name: "owned",
    ownerReferences: [{ apiVersion: "v1", kind: "Event", name: "a", uid: "u" }],
  }),
  "an owner twice": created({ name: "twice-owned", ownerReferences: [owner, owner, { ...owner, uid: "v" }] }),
  "two owners twice": created({
    name: "owned-by-two",
    ownerReferences: [owner, { ...owner, uid: "v" }, owner, { ...owner, uid: "v" }, owner],
  }),
  "an owner in two ways": created({
    name: "owned-in-two-ways",
    ownerReferences: [owner, { ...owner, controller: true }],
  }),
  "two controllers": created({
    name: "owned",
    ownerReferences: ["a", "b"].map((name) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      name,
      uid: name,
      controller: true,
    })),
  }),
  "no managed fields": created({
    name: "managed",
    managedFields: [],
  }),
  "a manager": created({ name: "by-me" }, "?fieldManager=me"),
  "a manager with a line break": created({ name: "by-me" }, "?fieldManager=a%0Ab"),
  "two dry runs": created({ name: "dry" }, "?dryRun=All&dryRun=All"),
  "an object in no namespace": (subject) => ({
    method: "POST",
    path: `/apis/${subject.group}/v1beta1/${subject.plural}`,
    body: JSON.stringify(object(subject, { name: "nowhere" })),
    headers: { "Content-Type": types.json },
  }),
  "an object at its own URL": created({ name: "at" }, "/at"),
  "a list of the collection that is put": (subject) => ({
    method: "PUT",
    body: JSON.stringify(object(subject, {})),
    headers: { "Content-Type": types.json },
  }),
  "its status": get("/decided/status"),
  "its scale": get("/decided/scale"),
};
