import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { trackUpdate } from "../managed-fields/track-update.ts";
import type { Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf } from "../meta/metadata.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { readObject, readSketch } from "./read-object.ts";
import { sketchOf } from "./sketch.ts";

const now = new Date("2026-08-22T14:55:00Z");
const scans = kindOf("workloadconfigurationscans");
const type = { apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1", kind: scans.kind };
const metadata = { name: "web", labels: { app: "web" }, annotations: { '},"spec":': '{"a":{}}' } };

function kindOf(plural: string): Kind {
  const found = resultKinds.find((kind) => kind.plural === plural);
  if (!found) throw new Error(`there is no kind ${plural}`);
  return found;
}

function control(fields: object = {}) {
  return {
    controlID: "C-0001",
    name: 'He said "no"\n',
    severity: { severity: "High", scoreFactor: 7.5 },
    status: { status: "failed", subStatus: "", info: "" },
    rules: [rule({ insecure: ["SETPCAP", "NET_ADMIN"] })],
    ...fields,
  };
}

function rule(controlConfigurations: object) {
  return {
    name: "größe",
    status: { status: "failed", subStatus: "" },
    controlConfigurations,
    paths: [{ failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "", deletePath: "spec" }],
    appliedIgnoreRules: null,
    relatedResourcesIDs: [],
  };
}

function scan(controls: Record<string, unknown>, relatedObjects: unknown = null): string {
  return JSON.stringify({ ...type, metadata, spec: { controls, relatedObjects } });
}

/** What is known of an object that is read whole. */
function known(kind: Kind, object: ApiObject, warnings: string[]) {
  const owned = trackUpdate(kind, undefined, object, { manager: "a", subresource: undefined, now });
  return { metadata: JSON.stringify(owned.metadata), digest: kind.digest?.(object), warnings };
}

/** What parsing all of a text comes to. */
function parsed(kind: Kind, text: string) {
  const { object, warnings } = readObject(kind, JSON.parse(text), "Warn");
  return { ...known(kind, object, warnings), body: JSON.stringify(bodyOf(object)).slice(1, -1) };
}

function sketched(kind: Kind, text: string) {
  const sketch = sketchOf(kind, text);
  if (!sketch) return undefined;
  const { object, warnings } = readSketch(kind, sketch, "Warn");
  return { ...known(kind, object, warnings), body: sketch.text };
}

it.each([
  ["as a program writes it", scan({ "C-0001": control(), "C-0002": control({ rules: null }) })],
  [
    "with several inputs of a rule",
    scan({ "C-0001": control({ rules: [rule({ names: ["a"], values: {}, on: true })] }) }),
  ],
  ["without entries", scan({}, [{ namespace: "", apiGroup: "", apiVersion: "v1", kind: "Pod", name: "a" }])],
  ["with a line feed behind it", `${scan({ "C-0001": control() })}\n`],
  ["with unknown fields of metadata", scan({}).replace('"name":"web"', '"name":"web","color":"red"')],
  ["with the kind before the version", scan({}).replace(/("apiVersion":"[^"]*"),("kind":"[^"]*")/, "$2,$1")],
])("says of a text %s what parsing it does", (_, text) => {
  expect(sketched(scans, text)).toEqual(parsed(scans, text));
});

it.each([
  ["of another kind", scan({}).replace("Scan", "Plan")],
  ["without a type", scan({}).replace(/"apiVersion":"[^"]*",/, "")],
  ["with spaces", scan({}).replace('"spec":', '"spec": ')],
  ["with an entry that is there twice", scan({ a: control(), b: control() }).replace('"b":', '"a":')],
  [
    "with an input that is there twice",
    scan({ a: control({ rules: [rule({ a: 1, b: 2 })] }) }).replace('"b":', '"a":'),
  ],
  [
    "with inputs that JavaScript sorts",
    scan({ a: control({ rules: [rule({ b: 1, a: 2 })] }) }).replace('"a":2', '"7":2'),
  ],
  ["with a name that JavaScript puts first", scan({ b: control(), a: control() }).replace('"a":', '"7":')],
  ["with a name that would be no field", scan({ a: control() }).replace('"a":', '"__proto__":')],
  ["with an escape in a name", scan({ a: control() }).replace('"a":', String.raw`"\u0061":`)],
  ["with a character that has two forms", scan({ a: control({ name: "b" }) }).replace('"b"', String.raw`"\u0062"`)],
  ["with a control character", scan({ a: control({ name: "b" }) }).replace('"b"', '"\t"')],
  ["with an unknown field", scan({ a: control() }).replace('"rules":', '"color":"red","rules":')],
  ["with a field that is missing", scan({ a: control() }).replace('"relatedResourcesIDs":[]', '"x":[]')],
  [
    "with fields in another order",
    scan({}).replace('"controls":{},"relatedObjects":null', '"relatedObjects":null,"controls":{}'),
  ],
  ["with a field of another type", scan({ a: control({ name: 5 }) })],
  ["with a number that has two forms", scan({ a: control() }).replace("7.5", "7.50")],
  ["with a large number", scan({ a: control() }).replace("7.5", "12345678901234567890")],
  ["with a number that is written with an exponent", scan({ a: control() }).replace("7.5", "0.0000001")],
  ["with zero as nothing writes it", scan({ a: control() }).replace("7.5", "-0")],
  ["with a comma too many", scan({ a: control() }).replace('},"relatedObjects"', '},,"relatedObjects"')],
  ["with a comma behind the last entry", scan({ a: control() }).replace('},"relatedObjects"', ',},"relatedObjects"')],
  ["with a comma behind the last item", scan({}, ["a"]).replace("]", ",]")],
  ["with metadata that does not end", scan({}).replace('{"name"', '{"a":{"name"')],
  ["with something behind it", `${scan({})}{}`],
])("leaves a text %s to be parsed", (_, text) => {
  expect(sketched(scans, text)).toBeUndefined();
});

it("leaves texts to be parsed whose metadata has a field that is called as the body is", () => {
  const text = JSON.stringify({ ...type, metadata: { a: {}, spec: { controls: {}, relatedObjects: null } } });
  expect(sketched(scans, text)).toBeUndefined();
});

it("is how summaries of scans and images are read, too", () => {
  const summaries = ["vulnerabilitymanifestsummaries", "workloadconfigurationscansummaries"].map(kindOf);
  for (const kind of summaries) {
    const text = `{"apiVersion":"${type.apiVersion}","kind":"${kind.kind}","metadata":{"name":"a"},${kind.emptyBody}}`;
    const severity = /"critical":(0|\{"all":0)/g;
    const counted = text
      .replace('"controls":null', '"controls":{}')
      .replace(severity, (found) => found.replace("0", "7"));
    expect(sketched(kind, counted)).toEqual(parsed(kind, counted));
    expect(sketched(kind, counted)?.digest).toContain(7);
  }
});

const manifests = kindOf("vulnerabilitymanifests");

function match(severity: object, found: object = { versionConstraint: "< 2", vulnerabilityID: "CVE-2026-1" }) {
  const about = { id: "CVE-2026-1", dataSource: "https://example.com", ...severity, urls: ["a", "b"] };
  const vendorMetadata = { base_severity: "High", status: ["Analyzed"] };
  const cvss = [{ version: "3.1", vector: "AV:N", metrics: { baseScore: 9.8, impactScore: 5.9 }, vendorMetadata }];
  return {
    vulnerability: { ...about, description: "d", cvss, fix: { versions: null, state: "not-fixed" }, advisories: [] },
    relatedVulnerabilities: [{ ...about, cvss: null }],
    matchDetails: [{ type: "exact", matcher: "dpkg", searchedBy: { distro: { type: "d", version: "1" } }, found }],
    artifact: {
      name: "a",
      version: "1",
      type: "deb",
      locations: [{ path: "/var" }],
      language: "",
      licenses: null,
      cpes: [],
      purl: "pkg:deb/a@1",
      upstreams: [{ name: "b" }],
      metadata: { files: [{ path: "/a" }, { path: "/b" }] },
    },
  };
}

function manifest(matches: unknown, target: unknown = { userInput: "a:1", layers: [], tags: ["a"] }): string {
  const report = { createdAt: "2026-11-01T10:00:00Z" };
  const descriptor = { name: "grype", version: "1", db: { status: { built: "x", valid: true }, from: "y" } };
  const distro = { name: "debian", version: "12", idLike: null };
  const payload = { matches, source: { type: "image", target }, distro, descriptor };
  const tool = { name: "grype", version: "1", databaseVersion: "6" };
  const spec = { metadata: { withRelevancy: false, tool, report }, payload };
  return JSON.stringify({ ...type, kind: manifests.kind, metadata, spec, status: {} });
}

it.each([
  ["with items of each severity", manifest([match({ severity: "High" }), match({ severity: "Low" })])],
  ["without a severity", manifest([match({}), match({ severity: "High" })])],
  ["with a severity that has quotation marks", manifest([match({ severity: '"High"' })])],
  ["without items", manifest([])],
  ["with what another calls its own", manifest([match({ severity: "High" }, { severity: "Low", matches: [1] })])],
])("says of a list %s what parsing it does", (_, text) => {
  const sketch = sketched(manifests, text);
  expect(sketch).toEqual(parsed(manifests, text));
  expect(sketch?.digest).toEqual(manifests.digest?.(JSON.parse(text) as ApiObject));
});

it.each([
  ["that is null", manifest(null)],
  ["with an item that is null", manifest([null])],
  ["with a comma behind its last item", manifest([match({})]).replace('],"source"', ',],"source"')],
  ["with a comma before its first item", manifest([match({})]).replace('"matches":[', '"matches":[,')],
  [
    "with no comma between its items",
    manifest([match({}), match({})]).replace('}},{"vulnerability"', '}}{"vulnerability"'),
  ],
  ["with another behind it", manifest([]).replace('"matches":[]', '"matches":[][]')],
  ["with something twice in an item", manifest([match({})]).replace('"vulnerabilityID":', '"versionConstraint":')],
  ["with something twice deep in an item", manifest([match({})]).replace('"type":"d"', '"version":"d"')],
  [
    "with something twice before it was known to be there",
    manifest([match({}, {})]).replace('"path":"/a"', '"path":"/a","path":"/c"'),
  ],
  ["behind which something is there twice", manifest([]).replace('"tags":', '"layers":')],
  ["in a text that is too long for regular expressions", manifest([match({ severity: "a".repeat(5_000_000) })])],
])("leaves a list %s to be parsed", (_, text) => {
  expect(sketched(manifests, text)).toBeUndefined();
});

it("takes a list of as many items as it may be sent", () => {
  const text = manifest(Array.from({ length: 3000 }, () => match({ severity: "High" })));
  expect(sketched(manifests, text)?.digest?.[1]).toBe(3000);
});

it("says of random texts of every kind what parsing them does, or nothing", () => {
  const random = randomNumbers(5);
  const texts = resultKinds.flatMap((kind) =>
    Array.from({ length: 80 }, () => ({ kind, text: randomText(kind, random) })),
  );
  const found = texts.filter(({ kind, text }) => sketched(kind, text) !== undefined);
  for (const { kind, text } of found) expect(sketched(kind, text), text).toEqual(parsed(kind, text));
  expect(found.length).toBeGreaterThan(40);
});

/** Half of them with something in place of, or before, one of their characters. */
function randomText(kind: Kind, random: () => number): string {
  const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
  const body = kind.message && randomObject(kind.message, random);
  const text = JSON.stringify({ ...type, kind: kind.kind, metadata, ...body });
  if (random() < 0.5) return text;
  const { index } = pick([...text.matchAll(pick([/,/g, /:/g, /"/g, /\{/g]))]);
  const damage = pick([", ", ":1,", "1e1", '"a":1,', "\\", "\n", '"', "-0", "null"]);
  return text.slice(0, index) + damage + text.slice(index + (random() < 0.5 ? 1 : 0));
}
