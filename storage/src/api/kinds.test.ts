import { ConfigurationScanSummary, WorkloadConfigurationScan, WorkloadConfigurationScanSummary } from "@sortie/wire";
import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { paths, scan, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";

const group = "spdx.softwarecomposition.kubescape.io";
const root = `/apis/${group}/v1beta1`;

const server = await sharedServer();

const served = `applicationprofiles ApplicationProfile true
collapseconfigurations CollapseConfiguration false
configurationscansummaries ConfigurationScanSummary false
containerprofiles ContainerProfile true
generatednetworkpolicies GeneratedNetworkPolicy true
knownservers KnownServer false
networkneighborhoods NetworkNeighborhood true
openvulnerabilityexchangecontainers OpenVulnerabilityExchangeContainer true
sbomspdxv2p3filtereds SBOMSPDXv2p3Filtered true
sbomspdxv2p3s SBOMSPDXv2p3 true
sbomsummaries SBOMSummary true
sbomsyftfiltereds SBOMSyftFiltered true
sbomsyfts SBOMSyft true
seccompprofiles SeccompProfile true
vulnerabilitymanifests VulnerabilityManifest true
vulnerabilitymanifestsummaries VulnerabilityManifestSummary true
vulnerabilitysummaries VulnerabilitySummary false
workloadconfigurationscanbatches WorkloadConfigurationScanBatch false
workloadconfigurationscans WorkloadConfigurationScan true
workloadconfigurationscansummaries WorkloadConfigurationScanSummary true`;

type Resource = { name: string; kind: string; namespaced: boolean };

it("lists every kind that Kubescape's clients know, as kubectl api-resources shows them", async () => {
  const { body } = await server.send("GET", root);
  const lines = (body.resources as Resource[]).map(({ name, kind, namespaced }) => `${name} ${kind} ${namespaced}`);
  expect(lines.join("\n")).toBe(served);
});

it.each(resultKinds.filter(({ verbs }) => verbs.includes("delete")).map((kind) => [kind.plural, kind] as const))(
  "fills in what a new object of %s does not say, and leaves it out of lists that show no bodies",
  async (plural, kind) => {
    const at = kind.namespaced ? `${root}/namespaces/shop/${plural}` : `${root}/${plural}`;
    const { code, body } = await server.send("POST", at, { metadata: { name: "empty" } });
    expect(code).toBe(201);
    const { apiVersion: _version, kind: _kind, metadata, ...fields } = body;
    expect(fields).toEqual(JSON.parse(`{${kind.emptyBody}}`));
    const { body: all } = await server.send("GET", `${root}/${plural}`);
    expect(all.items).toMatchObject([{ kind: kind.kind, metadata: { uid: metadata.uid }, ...fields }]);
    expect((await server.send("GET", `${root}/${plural}?resourceVersion=fullSpec`)).body.items).toHaveLength(1);
    expect((await server.send("DELETE", `${at}/empty`)).body.status).toBe("Success");
  },
);

it("sums up objects of the kinds that Kubescape's synchronizer follows, and another sum is another object", async () => {
  const summed: string[] = [];
  for (const { plural, namespaced } of resultKinds.filter(({ verbs }) => verbs.includes("delete"))) {
    const at = namespaced ? `${root}/namespaces/shop/${plural}` : `${root}/${plural}`;
    const sumOf = async (labels: object) => {
      const { body } = await server.send("POST", `${at}?dryRun=All`, { metadata: { name: "summed", labels } });
      return body.metadata.annotations?.["kubescape.io/sync-checksum"] as string | undefined;
    };
    const [sum, same, another] = [await sumOf({}), await sumOf({}), await sumOf({ a: "b" })];
    if (sum === undefined) continue;
    summed.push(plural);
    expect(sum).toMatch(/^[0-9a-f]{64}$/);
    expect([same === sum, another === sum]).toEqual([true, false]);
  }
  expect(summed.toSorted()).toEqual([
    "applicationprofiles",
    "containerprofiles",
    "knownservers",
    "networkneighborhoods",
    "sbomsyftfiltereds",
    "sbomsyfts",
    "seccompprofiles",
  ]);
});

it.each(
  resultKinds
    .filter(({ verbs }) => verbs.includes("get") && !verbs.includes("delete"))
    .map(({ plural, namespaced }) => [plural, namespaced] as const),
)("lets nobody write or watch %s", async (plural, isNamespaced) => {
  const at = isNamespaced ? `${root}/namespaces/shop/${plural}` : `${root}/${plural}`;
  for (const [method, path] of [
    ["POST", at],
    ["PUT", `${at}/a`],
    ["DELETE", `${at}/a`],
    ["GET", `${at}?watch=1`],
  ] as const) {
    expect((await server.send(method, path, method === "GET" ? undefined : {})).body.code).toBe(405);
  }
  expect((await server.send("GET", at)).body.items).toEqual([]);
});

it("shows a Syft document as SPDX, under its name and without its body in lists", async () => {
  const syft = {
    artifacts: [
      {
        id: "p/1",
        name: "openssl",
        version: "3.0",
        type: "deb",
        licenses: ["OpenSSL", { value: "MIT", spdxExpression: "MIT", type: "declared" }],
        cpes: ["cpe:2.3:a:openssl:openssl:3.0:*:*:*:*:*:*:*"],
        purl: "pkg:deb/debian/openssl@3.0",
      },
    ],
    artifactRelationships: ["contains", "constructor"].map((type) => ({ parent: "p/1", child: "f1", type })),
    files: [{ id: "f1", location: { path: "/usr/bin/openssl" }, digests: [{ algorithm: "sha256", value: "ab" }] }],
    source: { name: "docker.io/library/web" },
    distro: { id: "debian", idLike: "linux" },
  };
  const metadata = { name: "web-1", annotations: { "kubescape.io/image-tag": "web:1" } };
  const spec = { metadata: { tool: { name: "syft", version: "1" } }, syft };
  const { body: made } = await server.send("POST", `${root}/namespaces/kubescape/sbomsyfts`, { metadata, spec });
  expect(made.spec.syft.artifacts[0].licenses[0]).toMatchObject({ value: "OpenSSL", type: "declared" });
  expect(made.spec.syft.distro).toEqual({ id: "debian", idLike: ["linux"] });

  const { body } = await server.send("GET", `${root}/namespaces/kubescape/sbomspdxv2p3s/web-1`);
  expect(body.metadata).toMatchObject({
    resourceVersion: made.metadata.resourceVersion,
    annotations: metadata.annotations,
  });
  expect(body.metadata.uid).not.toBe(made.metadata.uid);
  const { spdx } = body.spec;
  expect(spdx).toMatchObject({
    spdxVersion: "SPDX-2.3",
    name: "docker.io/library/web",
    creationInfo: { creators: ["Tool: syft-1"] },
  });
  expect(spdx.packages[0]).toMatchObject({ name: "openssl", licenseDeclared: "MIT", filesAnalyzed: false });
  const ids = [spdx.SPDXID, spdx.packages[0].SPDXID, spdx.files[0].SPDXID];
  for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  expect(spdx.relationships).toEqual([
    { spdxElementId: ids[0], relatedSpdxElement: ids[1], relationshipType: "DESCRIBES" },
    { spdxElementId: ids[1], relatedSpdxElement: ids[2], relationshipType: "CONTAINS" },
    { spdxElementId: ids[1], relatedSpdxElement: ids[2], relationshipType: "OTHER", comment: "constructor" },
  ]);

  const { body: list } = await server.send("GET", `${root}/sbomspdxv2p3s`);
  expect(list.items[0].spec.spdx.packages).toBeUndefined();
  const { body: full } = await server.send("GET", `${root}/sbomspdxv2p3s?resourceVersion=fullSpec`);
  expect(full.items[0].spec.spdx.packages).toHaveLength(1);
  const { body: summary } = await server.send("GET", `${root}/namespaces/kubescape/sbomsummaries/web-1`);
  expect([summary.kind, summary.spec, summary.status]).toEqual(["SBOMSummary", {}, {}]);
});

it("shows scans and their sums as programs of ours read them", async () => {
  await server.send("POST", paths.scans("read"), scan("web"));
  await server.send("POST", paths.summaries("read"), summary("web", 3));
  const read = async (path: string) => (await server.send("GET", path)).body;
  const one = await read(`${paths.scans("read")}/web`);
  expect(WorkloadConfigurationScan.parse(one)).toEqual(one);
  const short = await read(`${paths.summaries("read")}/web`);
  expect(WorkloadConfigurationScanSummary.parse(short)).toEqual(short);
  const sum = await read(`${paths.sums}/read`);
  expect(ConfigurationScanSummary.parse(sum)).toEqual(sum);
  expect(sum.spec.severities.high).toBe(3);
});

it("adds the vulnerabilities of a namespace up", async () => {
  const counted = (name: string, critical: object) =>
    server.send("POST", `${root}/namespaces/bank/vulnerabilitymanifestsummaries`, {
      metadata: { name },
      spec: { severities: { critical } },
    });
  await counted("a", { all: 3, relevant: 1 });
  await counted("b", { all: 2 });
  const { body } = await server.send("GET", `${root}/vulnerabilitysummaries/bank`);
  expect(body.spec.severities.critical).toEqual({ all: 5, relevant: 1 });
  expect(body.spec.severities.unknown).toEqual({ all: 0 });
  expect(body.spec.vulnerabilitiesRef).toEqual(
    ["a", "b"].map((name) => ({ namespace: "bank", name, kind: "vulnerabilitymanifestsummary" })),
  );
  expect((await server.send("GET", `${root}/vulnerabilitysummaries/none`)).code).toBe(404);
});

it.each([
  [
    "containerprofiles",
    { annotations: { "kubescape.io/status": "failed" } },
    {},
    "metadata.annotations.kubescape.io/status",
  ],
  [
    "applicationprofiles",
    { annotations: { "kubescape.io/completion": "half" } },
    {},
    "metadata.annotations.kubescape.io/completion",
  ],
])("refuses %s whose annotations nobody understands", async (plural, metadata, spec, field) => {
  const { body } = await server.send("POST", `${root}/namespaces/shop/${plural}`, {
    metadata: { name: "x", ...metadata },
    spec,
  });
  expect(body).toMatchObject({ code: 422, details: { causes: [{ field }] } });
});

it.each([
  [{ openDynamicThreshold: -1 }, "spec.openDynamicThreshold"],
  [{ collapseConfigs: [{ prefix: "etc", threshold: 1 }] }, "spec.collapseConfigs[0].prefix"],
  [{ collapseConfigs: [{ prefix: "/etc", threshold: 0 }] }, "spec.collapseConfigs[0].threshold"],
])("refuses a CollapseConfiguration with %j", async (spec, field) => {
  const { body } = await server.send("POST", `${root}/collapseconfigurations`, { metadata: { name: "default" }, spec });
  expect(body).toMatchObject({ code: 422, details: { causes: [{ field }] } });
});
