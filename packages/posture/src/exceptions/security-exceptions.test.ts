import { expect, it } from "vitest";
import { scannedResource } from "../identity/scanned-resource.ts";
import { exceptionsFor } from "./exceptions-for.ts";
import { fromSecurityExceptions, type KnownControls } from "./security-exceptions.ts";

const now = "2026-06-01T00:00:00Z";
const control = { baseScore: 5, typeTags: [], scanningScope: [], description: "d", remediation: "r" };
const details = { references: [], rules: ["r"] };
const framework = { description: "d", typeTags: [], scanningScope: [], partial: false, controlNames: {} };
const library: KnownControls = {
  controls: ["C-0016", "C-0057"].map((id) => ({ id, name: id, ...control, ...details })),
  frameworks: [{ name: "NSA", controls: ["C-0057"], ...framework }],
};
const namespaces = new Map([
  ["shop", { env: "dev" }],
  ["till", { env: "prod" }],
]);

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web.v2", namespace: "shop", labels: { app: "web" }, annotations: { team: "blue" } },
};
const otherwise = { ...deployment, metadata: { name: "web-v2", namespace: "till" } };
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "shell", namespace: "shop" } };
const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-1" } };
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: { app: "web" } } };
const rbac = "rbac.authorization.k8s.io/v1";
const subject = {
  kind: "User",
  name: "jane@example.com",
  apiGroup: "rbac.authorization.k8s.io",
  relatedObjects: [
    { apiVersion: rbac, kind: "RoleBinding", metadata: { name: "b", namespace: "shop", labels: { app: "web" } } },
    { apiVersion: rbac, kind: "Role", metadata: { name: "r", namespace: "shop" } },
  ],
};
const objects = { deployment, otherwise, pod, node, namespace, subject };
type Name = keyof typeof objects;

const inShop = { kind: "SecurityException", namespace: "shop" } as const;
const clusterWide = { kind: "ClusterSecurityException" } as const;
const everything = Object.keys(objects) as Name[];

it.each<[what: string, of: typeof inShop | typeof clusterWide, match: unknown, about: Name[]]>([
  ["nothing", inShop, undefined, ["deployment", "pod", "namespace", "subject"]],
  ["nothing", clusterWide, {}, everything],
  ["a kind", inShop, { resources: [{ kind: "Deployment" }] }, ["deployment"]],
  ["a kind", clusterWide, { resources: [{ kind: "Deployment" }] }, ["deployment", "otherwise"]],
  ["a name with a dot", clusterWide, { resources: [{ kind: "Deployment", name: "web.v2" }] }, ["deployment"]],
  [
    "a pattern of names",
    clusterWide,
    { resources: [{ kind: "Deployment", name: "web[.-]v2" }] },
    ["deployment", "otherwise"],
  ],
  ["a kind in other case", clusterWide, { resources: [{ kind: "deployment" }] }, []],
  ["a group", clusterWide, { resources: [{ apiGroup: "apps", kind: "*" }] }, ["deployment", "otherwise"]],
  ["the core group", clusterWide, { resources: [{ apiGroup: "", kind: "*" }] }, ["pod", "node", "namespace"]],
  ["another group", clusterWide, { resources: [{ apiGroup: "extensions", kind: "Deployment" }] }, []],
  ["one of several", clusterWide, { resources: [{ kind: "Pod" }, { kind: "Node", name: "node-1" }] }, ["pod", "node"]],
  ["a subject by name", clusterWide, { resources: [{ kind: "User", name: "jane@example.com" }] }, ["subject"]],
  ["a binding", clusterWide, { resources: [{ kind: "RoleBinding", name: "b" }] }, ["subject"]],
  ["labels", clusterWide, { objectSelector: { matchLabels: { app: "web" } } }, ["deployment", "namespace", "subject"]],
  ["an annotation as a label", clusterWide, { objectSelector: { matchLabels: { team: "blue" } } }, []],
  ["labels of nothing", inShop, { objectSelector: {} }, ["deployment", "pod", "namespace", "subject"]],
  [
    "labels and a kind",
    clusterWide,
    { objectSelector: { matchLabels: { app: "web" } }, resources: [{ kind: "Deployment" }] },
    ["deployment"],
  ],
  [
    "the absence of a label, which a user cannot have",
    clusterWide,
    { objectSelector: { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, resources: [{ kind: "User" }] },
    [],
  ],
  [
    "namespaces",
    clusterWide,
    { namespaceSelector: { matchLabels: { env: "dev" } } },
    ["deployment", "pod", "namespace", "subject"],
  ],
  [
    "namespaces and a kind",
    clusterWide,
    {
      namespaceSelector: { matchExpressions: [{ key: "env", operator: "NotIn", values: ["dev"] }] },
      resources: [{ kind: "Deployment" }],
    },
    ["otherwise"],
  ],
  ["namespaces that are not there", clusterWide, { namespaceSelector: { matchLabels: { env: "qa" } } }, []],
  ["any namespace", clusterWide, { namespaceSelector: {} }, ["deployment", "otherwise", "pod", "namespace", "subject"]],
])("a match on %s, of %j", (_what, { kind, ...at }, match, about) => {
  const { exceptions, broken } = read({ kind, metadata: { name: "x", ...at }, spec: { match, posture } });
  expect(broken).toEqual([]);
  const exceptionsOf = exceptionsFor(exceptions, "prod");
  const found = everything.filter((name) => {
    const resource = scannedResource(objects[name]);
    return resource !== undefined && exceptionsOf(objects[name], resource).length > 0;
  });
  expect(found).toEqual(about);
});

const posture = [{ controlID: "C-0057", action: "ignore" }];

it.each<[entry: object, covered: string[]]>([
  [{ controlID: "C-0057", action: "alert_only" }, ["C-0057"]],
  [{ controlID: "c-0057" }, ["C-0057"]],
  [{ controlID: "C-00.*", action: "ignore" }, ["C-0016", "C-0057"]],
  [{ controlID: "C-0057", frameworkName: "nsa" }, ["C-0057"]],
  [{ controlID: "C-00.*", frameworkName: "NSA" }, ["C-0057"]],
])("%j covers %j, and is named after both", (entry, covered) => {
  const { exceptions, broken } = read(exception({ posture: [entry] }));
  expect(broken).toEqual([]);
  const found = library.controls.filter(({ id }) =>
    exceptions.some((one) => one.covers({ controlId: id, controlName: "", ruleName: "" })),
  );
  expect(found.map(({ id }) => id)).toEqual(covered);
  expect(exceptions.map(({ name }) => name)).toEqual([`accepted/${(entry as { controlID: string }).controlID}`]);
});

it.each<[expiresAt: string, counts: boolean]>([
  ["2026-06-01T00:00:00Z", false],
  ["2026-06-01T02:00:00+02:00", false],
  ["2026-06-01T00:00:01Z", true],
])("an exception that expires at %s counts: %s", (expiresAt, counts) => {
  expect(read(exception({ expiresAt, posture }))).toMatchObject({ exceptions: counts ? [{}] : [], broken: [] });
});

it.each<[what: string, object: object, reason: string]>([
  ["a bad date", exception({ expiresAt: "next year", posture }), "spec.expiresAt: "],
  [
    "an unknown field of match",
    exception({ match: { labels: {} }, posture }),
    'spec.match: Unrecognized key: "labels"',
  ],
  [
    "an unknown operator",
    exception({ match: { objectSelector: { matchExpressions: [{ key: "a", operator: "Is" }] } }, posture }),
    "spec.match.objectSelector.matchExpressions.0.operator: ",
  ],
  [
    "an operator without values",
    exception({ match: { objectSelector: { matchExpressions: [{ key: "a", operator: "In" }] } }, posture }),
    "spec.match.objectSelector.matchExpressions.0.values: In and NotIn need values",
  ],
  ["no resources", exception({ match: { resources: [] }, posture }), "spec.match.resources: "],
  [
    "a resource without kind",
    exception({ match: { resources: [{ name: "a" }] }, posture }),
    "spec.match.resources.0.kind: ",
  ],
  [
    "a broken pattern",
    exception({ match: { resources: [{ kind: "Pod", name: "web(" }] }, posture }),
    'spec.match.resources.0.name: "web(" is neither a name nor a pattern',
  ],
  [
    "namespaces of a namespaced one",
    exception({ match: { namespaceSelector: {} }, posture }),
    "spec.match.namespaceSelector: only a ClusterSecurityException has it",
  ],
  [
    "no namespace of its own",
    { kind: "SecurityException", metadata: { name: "accepted" }, spec: { posture } },
    "metadata.namespace: a SecurityException has one",
  ],
  ["no list of controls", exception({ posture: "C-0057" }), "spec.posture: "],
  ["an empty list of controls", exception({ posture: [] }), "spec.posture: it names no control"],
  ["neither controls nor vulnerabilities", exception({}), "spec.posture: it names no control"],
  [
    "an unknown control",
    exception({ posture: [{ controlID: "C-0058" }] }),
    'there is no control "C-0058". Did you mean C-0057?',
  ],
  ["a pattern that fits none", exception({ posture: [{ controlID: "C-9.*" }] }), 'there is no control "C-9.*"'],
  [
    "an unknown framework",
    exception({ posture: [{ controlID: "C-0057", frameworkName: "NSB" }] }),
    'framework "NSB". Did you mean NSA?',
  ],
  [
    "a framework without the control",
    exception({ posture: [{ controlID: "C-0016", frameworkName: "NSA" }] }),
    "spec.posture.0.frameworkName: NSA has no control C-0016",
  ],
  ["an unknown action", exception({ posture: [{ controlID: "C-0057", action: "hide" }] }), "spec.posture.0: action: "],
  [
    "what would narrow a control",
    exception({ posture: [{ controlID: "C-0057", ruleName: "r" }] }),
    'spec.posture.0: Unrecognized key: "ruleName"',
  ],
])("accepts nothing by one with %s, and says why", (_what, object, reason) => {
  const { exceptions, broken } = read(object);
  expect(exceptions).toEqual([]);
  expect(broken).toEqual([expect.objectContaining({ name: "accepted", reason: expect.stringContaining(reason) })]);
});

it("accepts what is understood beside what is not", () => {
  const entries = [{ controlID: "C-0057" }, { controlID: "C-4711" }, { controlID: "C-0016" }];
  const { exceptions, broken } = read(exception({ posture: entries }));
  expect(exceptions.map(({ name }) => name)).toEqual(["accepted/C-0057", "accepted/C-0016"]);
  expect(broken).toEqual([
    {
      kind: "SecurityException",
      namespace: "shop",
      name: "accepted",
      reason: expect.stringContaining("spec.posture.1.controlID"),
    },
  ]);
});

it("accepts nothing by labels of namespaces that cannot be read", () => {
  const selecting = {
    ...exception({ match: { namespaceSelector: {} }, posture }),
    kind: "ClusterSecurityException",
    metadata: { name: "accepted" },
  };
  const { exceptions, broken } = fromSecurityExceptions([selecting], { library, namespaces: undefined, now });
  expect(exceptions).toEqual([]);
  expect(broken).toMatchObject([{ reason: "spec.match.namespaceSelector: namespaces cannot be listed" }]);
});

it("finds a thousand controls for a thousand resources without an entry for each pair", () => {
  const resources = Array.from({ length: 1000 }, (_, index) => ({ kind: "Deployment", name: `web-${index}` }));
  const entries = Array.from({ length: 1000 }, () => ({ controlID: "C-0057" }));
  const { exceptions } = read(exception({ match: { resources }, posture: entries }));
  const exceptionsOf = exceptionsFor(exceptions, "prod");
  const found = ["web-999", "web-1000"].map((name) => {
    const object = { ...deployment, metadata: { name, namespace: "shop" } };
    const resource = scannedResource(object);
    return resource === undefined ? 0 : exceptionsOf(object, resource).length;
  });
  expect(found).toEqual([1000, 0]);
  expect(new Set(exceptions.map(({ designators }) => designators)).size).toBe(1);
});

it.each([{}, { posture: [] }])("leaves one alone that is about vulnerabilities only, with %j", (also) => {
  const match = { images: ["docker.io/library/nginx:*"], whatever: 1 };
  expect(read(exception({ match, vulnerabilities: [], ...also }))).toEqual({ exceptions: [], broken: [] });
});

it("reads labels where it selects by them, and nothing else", () => {
  const byLabel = exception({ match: { objectSelector: { matchLabels: { app: "web" } } }, posture });
  expect(exceptionsFor(read(byLabel).exceptions, "prod").reads).toEqual(new Set(["labels"]));
  expect(exceptionsFor(read(exception({ posture })).exceptions, "prod").reads).toEqual(new Set());
});

function exception(spec: object) {
  return { kind: "SecurityException", metadata: { name: "accepted", namespace: "shop" }, spec };
}

function read(object: object) {
  return fromSecurityExceptions([object], { library, namespaces, now });
}
