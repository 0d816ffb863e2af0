import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { at, objectOf, type Rendering, render } from "./render.ts";

type Rule = { apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[] };

/** Everything a ServiceAccount of this chart may do, in its namespace and in the cluster. */
function rulesOf(rendering: Rendering, account: string): Rule[] {
  const bindings = rendering.objects.filter(
    (object) =>
      object.kind.endsWith("RoleBinding") &&
      (object.subjects as { name: string }[]).some((subject) => subject.name === account),
  );
  return bindings.flatMap((binding) => {
    const { kind, name } = binding.roleRef as { kind: string; name: string };
    const role = rendering.objects.find((object) => object.kind === kind && object.metadata.name === name);
    return (role?.rules ?? []) as Rule[];
  });
}

/** `verb group/resource[/name]`, one for each combination. */
function rights(rules: Rule[]): string[] {
  return rules.flatMap(({ apiGroups, resources, resourceNames = [""], verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        resourceNames.flatMap((name) =>
          verbs.map((verb) => [`${verb} ${group}`, resource, name].filter(Boolean).join("/")),
        ),
      ),
    ),
  );
}

it("gives no account a wildcard", async () => {
  const rendering = await render({ global: { enableClusterWideSecretAccess: true } });
  for (const account of ["dispatcher", "storage", "config-scan"]) {
    expect(
      rights(rulesOf(rendering, account)).filter((right) => right.includes("*")),
      account,
    ).toEqual([]);
  }
});

it("lets the dispatcher create Secrets for the credentials of a command, and read none", async () => {
  const about = rights(rulesOf(await render(), "dispatcher")).filter((right) => right.includes("secrets"));
  expect(about).toEqual(["create /secrets"]);
});

it("lets the dispatcher ask about callers and nothing else outside its namespace", async () => {
  const clusterRole = objectOf(await render(), "ClusterRole", "sortie-dispatcher");
  expect(rights(clusterRole.rules as Rule[])).toEqual([
    "create authentication.k8s.io/tokenreviews",
    "create authorization.k8s.io/subjectaccessreviews",
  ]);
});

it("lets storage touch one Secret and one APIService, by name", async () => {
  const about = rights(rulesOf(await render(), "storage")).filter((right) => /secrets|apiservices/.test(right));
  expect(about.length).toBeGreaterThan(0);
  for (const right of about) {
    expect(right).toMatch(
      /\/(secrets\/storage-certificate|apiservices\/v1beta1\.spdx\.softwarecomposition\.kubescape\.io)$/,
    );
  }
});

it("lets scans and the dispatcher touch one ConfigMap of the namespace, by name", async () => {
  const rendering = await render();
  const about = (account: string) =>
    rights(rulesOf(rendering, account)).filter((right) => right.includes("configmaps/"));
  const summary = "configmaps/sortie-posture-summary";
  expect(about("config-scan")).toEqual([`get /${summary}`, `update /${summary}`]);
  expect(about("dispatcher")).toEqual([`get /${summary}`]);
});

it("lets config-scan write results in batches alone, and change or delete none that are stored", async () => {
  const group = "spdx.softwarecomposition.kubescape.io";
  const about = rights(rulesOf(await render(), "config-scan")).filter((right) => right.includes(group));
  expect(about).toEqual([
    `create ${group}/workloadconfigurationscanbatches`,
    `list ${group}/workloadconfigurationscans`,
    `list ${group}/workloadconfigurationscansummaries`,
  ]);
});

it("lets config-scan write Events only where they are wanted", async () => {
  const about = async (values: object) =>
    rights(rulesOf(await render(values), "config-scan")).filter((right) => right.includes("events"));
  expect(await about({})).toEqual(["create /events"]);
  expect(await about({ kubescape: { regressionEvents: false } })).toEqual([]);
});

it("gives config-scan no right at all where scans are off", async () => {
  expect(rulesOf(await render({ kubescape: { enabled: false } }), "config-scan")).toEqual([]);
  expect(rulesOf(await render({ capabilities: { configurationScan: "disable" } }), "config-scan")).toEqual([]);
});

it("lets scans read exceptions and the cluster's own control inputs, by name", async () => {
  const about = rights(rulesOf(await render(), "config-scan")).filter((right) => /exceptions|inputs/.test(right));
  expect(about).toEqual([
    "list kubescape.io/clustersecurityexceptions",
    "list kubescape.io/securityexceptions",
    "get kubescape.io/controlinputs/default",
  ]);
});

it("lets the dispatcher watch exceptions only where changes of them start scans", async () => {
  const about = async (values: object) =>
    rights(rulesOf(await render(values), "dispatcher")).filter((right) => right.includes("exceptions"));
  expect(await about({})).toEqual([]);
  expect(await about({ capabilities: { riskAcceptance: "enable" } })).toEqual([
    "list kubescape.io/clustersecurityexceptions",
    "watch kubescape.io/clustersecurityexceptions",
    "list kubescape.io/securityexceptions",
    "watch kubescape.io/securityexceptions",
  ]);
});

it("gives the dispatcher no right that it has no use for: of exceptions without scans, of Leases without a second one", async () => {
  const about = async (values: object) =>
    rights(rulesOf(await render(values), "dispatcher")).filter((right) => /exceptions|leases/.test(right));
  const [riskAcceptance, off] = [{ riskAcceptance: "enable" }, { enabled: false }];
  expect(await about({ capabilities: riskAcceptance, kubescape: off })).toEqual([]);
  expect(await about({ operator: { replicaCount: 2 } })).toEqual([
    "get coordination.k8s.io/leases",
    "create coordination.k8s.io/leases",
    "update coordination.k8s.io/leases",
  ]);
});

it("lets nobody accept findings until somebody binds the role that does", async () => {
  const rendering = await render();
  const mayWrite = (name: string) =>
    rights(objectOf(rendering, "ClusterRole", name).rules as Rule[]).includes("create kubescape.io/securityexceptions");
  const writing = rendering.objects.flatMap(({ kind, metadata }) =>
    kind === "ClusterRole" && mayWrite(metadata.name) ? [metadata.name] : [],
  );
  expect(writing).toEqual(["sortie-accept-risks"]);
  const bound = rendering.objects.map((object) => at(object, "roleRef", "name"));
  expect(bound).not.toContain("sortie-accept-risks");
  const role = objectOf(rendering, "ClusterRole", "sortie-accept-risks");
  expect(JSON.stringify(at(role, "metadata", "labels"))).not.toContain("aggregate-to");
});

it("gives storage no right to certificates where somebody else makes them, only to take its APIService away", async () => {
  const rendering = await render({ storage: { certificate: { secretName: "tls" } } });
  expect(rights(rulesOf(rendering, "storage")).filter((right) => /(secrets|apiservices)\//.test(right))).toEqual([
    "get apiregistration.k8s.io/apiservices/v1beta1.spdx.softwarecomposition.kubescape.io",
    "delete apiregistration.k8s.io/apiservices/v1beta1.spdx.softwarecomposition.kubescape.io",
  ]);
});

it("lets config-scan only list what it scans, and Secrets only where the value says so", async () => {
  const reads = (rendering: Rendering) =>
    rights(objectOf(rendering, "ClusterRole", "sortie-config-scan").rules as Rule[]);
  const without = reads(await render());
  expect(without.filter((right) => !right.startsWith("list "))).toEqual([]);
  expect(without).not.toContain("list /secrets");
  const withSecrets = reads(await render({ global: { enableClusterWideSecretAccess: true } }));
  expect(withSecrets.filter((right) => !without.includes(right))).toEqual(["list /secrets"]);
});

it("lets storage see that what a result is about is gone, unless that is a ConfigMap, a Secret or an APIService", async () => {
  const rendering = await render({ global: { enableClusterWideSecretAccess: true } });
  const lists = (account: string) =>
    rights(objectOf(rendering, "ClusterRole", `sortie-${account}`).rules as Rule[]).filter((right) =>
      right.startsWith("list "),
    );
  // What agents found out about nodes and services is read beside objects: no result is about it.
  const scanned = lists("config-scan").filter((right) => !/ (hostdata\.kubescape\.cloud|kubescape\.io)\//.test(right));
  const withheld = ["list /configmaps", "list /secrets", "list apiregistration.k8s.io/apiservices"];
  expect(lists("storage").toSorted()).toEqual(scanned.filter((right) => !withheld.includes(right)).toSorted());
  // Of these the garbage collector sees it, as scans name them as owners.
  const file = join(import.meta.dirname, "..", "..", "jobs/config-scan/src/report/owner-reference.ts");
  const [, owners = ""] = /new Set\(\[(.*)\]\)/.exec(readFileSync(file, "utf8")) ?? [];
  const kinds = [...owners.matchAll(/"([^"]*)"/g)].map(([, kind = ""]) => `list ${kind.toLowerCase()}s`);
  expect(kinds).toEqual(withheld);
});

type Match = { apiGroups: string[]; resources: string[] };
type Definition = { match?: Match[]; dynamicMatch?: Match[] };

/** `group/Kind` of everything the library's rules match, apart from documents that no API server serves. */
function matchedKinds(): Set<string> {
  const rules = join(import.meta.dirname, "..", "..", "policies", "rules");
  const files = readdirSync(rules).map((rule) => join(rules, rule, "rule.yaml"));
  const matches = files.flatMap((file) => {
    const { match = [], dynamicMatch = [] } = parse(readFileSync(file, "utf8")) as Definition;
    // Of what rules are given besides, node agents write into the API server.
    return [...match, ...dynamicMatch.filter(({ apiGroups }) => apiGroups.includes("hostdata.kubescape.cloud"))];
  });
  return new Set(
    matches.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((kind) => `${group}/${kind.toLowerCase()}`)),
    ),
  );
}

/** Kinds that rules mention and no API server serves: gone from Kubernetes, or made of a node's files. */
const notServed = [
  "policy/podsecuritypolicy",
  "hostdata.kubescape.cloud/apiserverinfo",
  "hostdata.kubescape.cloud/kubeletcommandline",
  "hostdata.kubescape.cloud/kubeletconfiguration",
];

it("lets config-scan list every kind that a rule of the library looks at, and no other", async () => {
  const values = { global: { enableClusterWideSecretAccess: true } };
  const { rules } = objectOf(await render(values), "ClusterRole", "sortie-config-scan");
  const listed = rights(rules as Rule[]).map((right) => right.replace("list ", ""));
  const kinds = [...matchedKinds()].filter((kind) => !notServed.includes(kind));
  const isListed = (kind: string) => listed.some((resource) => isOf(kind, resource));
  const isNeeded = (resource: string) => kinds.some((kind) => isOf(kind, resource));
  expect({
    missing: kinds.filter((kind) => !isListed(kind)),
    needless: listed.filter((one) => !isNeeded(one)),
  }).toEqual({
    missing: [],
    needless: [],
  });
});

/** Whether a rule's `group/kind` means this `group/plural`; the group `*` is any. */
function isOf(kind: string, resource: string): boolean {
  return plurals(kind).some((plural) =>
    plural.startsWith("*/") ? resource.endsWith(plural.slice(1)) : resource === plural,
  );
}

function plurals(kind: string): string[] {
  return [kind, `${kind}s`, `${kind}es`, kind.replace(/y$/, "ies")];
}

it("lets whoever may view a namespace view its results", async () => {
  const role = objectOf(await render(), "ClusterRole", "sortie-view-results");
  expect(at(role, "metadata", "labels", "rbac.authorization.k8s.io/aggregate-to-view")).toBe("true");
  const verbs = rights(role.rules as Rule[]).map((right) => right.split(" ")[0]);
  expect(new Set(verbs)).toEqual(new Set(["get", "list", "watch"]));
});
