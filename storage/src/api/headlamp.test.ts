// The requests of Headlamp's plugin for Kubescape, as it sends them, and what its pages take from the answers:
// https://github.com/kubescape/headlamp-plugin
import { beforeAll, expect, it } from "vitest";
import { scan, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";
import type { Answer } from "../testing/test-server.ts";
import { readWatch } from "../testing/watch-reader.ts";

const group = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1";
const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";
const workload = {
  "kubescape.io/workload-kind": "Deployment",
  "kubescape.io/workload-name": "web",
  "kubescape.io/workload-namespace": "shop",
  "kubescape.io/workload-container-name": "app",
};
const manifestsInAll = 120;

const server = await sharedServer();
beforeAll(async () => {
  const make = async (path: string, body: object) =>
    expect((await server.send("POST", `${group}${path}`, body)).code).toBe(201);
  await make("/namespaces/shop/workloadconfigurationscans", scan("deployment-web", "failed", { labels: workload }));
  await make("/namespaces/shop/workloadconfigurationscansummaries", summary("deployment-web", 3, { labels: workload }));
  await make("/namespaces/shop/vulnerabilitymanifestsummaries", manifestSummary);
  await make("/namespaces/shop/applicationprofiles", profile("ApplicationProfile"));
  await make("/namespaces/shop/networkneighborhoods", profile("NetworkNeighborhood"));
  await make("/knownservers", { apiVersion, kind: "KnownServer", metadata: { name: "dns" }, spec: servers });
  await Promise.all(
    Array.from({ length: manifestsInAll }, (_, index) =>
      make("/namespaces/kubescape/vulnerabilitymanifests", manifest(index)),
    ),
  );
});

const servers = [{ ipBlock: "192.0.2.0/24", server: "dns", name: "resolver" }];
const ref = (name: string) => ({ kind: "vulnerabilitymanifests", namespace: "kubescape", name });
const manifestSummary = {
  apiVersion,
  kind: "VulnerabilityManifestSummary",
  metadata: { name: "deployment-web-app", labels: workload, annotations: {} },
  spec: {
    severities: { critical: { all: 1, relevant: 1 }, high: { all: 2 } },
    vulnerabilitiesRef: { all: ref("image-0"), relevant: ref("") },
  },
};

function profile(kind: string) {
  const metadata = {
    name: "deployment-web",
    labels: workload,
    annotations: { "kubescape.io/status": "ready", "kubescape.io/completion": "partial" },
  };
  const spec = kind === "NetworkNeighborhood" ? { matchLabels: { app: "web" }, containers: [] } : { containers: [] };
  return { apiVersion, kind, metadata, spec };
}

function manifest(index: number) {
  const vulnerability = {
    id: `CVE-2025-${index}`,
    severity: "High",
    description: "…",
    fix: { state: "fixed", versions: ["2"] },
  };
  return {
    apiVersion,
    kind: "VulnerabilityManifest",
    metadata: { name: `image-${index}`, annotations: { "kubescape.io/image-tag": `web:${index}` }, labels: {} },
    spec: { payload: { matches: [{ vulnerability, artifact: { name: "zlib", version: "1" } }] } },
  };
}

const get = async (path: string): Promise<Answer["body"]> => {
  const { code, body } = await server.send("GET", `${group}${path}`);
  expect(code).toBe(200);
  return body;
};

/** The plugin's loop: it begins at `continue=0` and goes on while there is a `continue`, put into the URL as it is. */
async function allPages(plural: string): Promise<Answer["body"][][]> {
  const pages = [];
  let next: string | undefined = "0";
  while (next !== undefined) {
    const list = await get(`/${plural}?resourceVersion=fullSpec&continue=${next}&limit=50`);
    pages.push(list.items);
    next = list.metadata.continue;
  }
  return pages;
}

it.each(["applicationprofiles", "networkneighborhoods", "generatednetworkpolicies"])(
  "lists %s of the cluster and of a namespace, which its pages take metadata of",
  async (plural) => {
    for (const path of [`/${plural}`, `/namespaces/shop/${plural}`]) {
      const { items } = await get(path);
      expect(items.map(({ metadata }: Answer["body"]) => [metadata.name, metadata.labels])).toEqual([
        ["deployment-web", workload],
      ]);
    }
  },
);

it("pages through all manifests in full, 50 at a time, and knows the end", async () => {
  const pages = await allPages("vulnerabilitymanifests");
  expect(pages.map((items) => items.length)).toEqual([50, 50, 20]);
  const items = pages.flat();
  expect(new Set(items.map(({ metadata }) => metadata.uid)).size).toBe(manifestsInAll);
  for (const { metadata, spec } of items) {
    expect(metadata.annotations["kubescape.io/image-tag"]).toMatch(/^web:/);
    expect(spec.payload.matches[0].vulnerability.severity).toBe("High");
  }
});

it("has one page of what is few, and one page where it asks for one namespace", async () => {
  const [items = []] = await allPages("workloadconfigurationscansummaries");
  expect(items[0]).toMatchObject({ metadata: { labels: workload }, spec: { severities: { high: 3 } } });
  const list = await get("/namespaces/kubescape/vulnerabilitymanifests?resourceVersion=fullSpec&continue=0&limit=50");
  expect(list.items).toHaveLength(50);
});

it("joins summaries to manifests by name", async () => {
  const [items = []] = await allPages("vulnerabilitymanifestsummaries");
  expect(items[0]).toMatchObject({
    metadata: { labels: workload, annotations: {} },
    spec: {
      severities: { critical: { all: 1, relevant: 1 }, high: { all: 2 } },
      vulnerabilitiesRef: { all: { name: "image-0" }, relevant: { name: "" } },
    },
  });
});

it("lists known servers, which are a list themselves", async () => {
  const list = await get("/knownservers?resourceVersion=fullSpec&continue=0&limit=50");
  expect(list.items[0].spec).toEqual(servers);
  expect("continue" in list.metadata).toBe(false);
});

it.each([
  ["workloadconfigurationscans", "/namespaces/shop/workloadconfigurationscans/deployment-web"],
  ["vulnerabilitymanifestsummaries", "/namespaces/shop/vulnerabilitymanifestsummaries/deployment-web-app"],
  ["vulnerabilitymanifests", "/namespaces/kubescape/vulnerabilitymanifests/image-7"],
  ["generatednetworkpolicies", "/namespaces/shop/generatednetworkpolicies/deployment-web"],
  ["configurationscansummaries", "/configurationscansummaries/shop"],
  ["vulnerabilitysummaries", "/vulnerabilitysummaries/shop"],
])("gives one of %s with the uid and the whole number by which Headlamp keeps it", async (_plural, path) => {
  const { metadata, spec } = await get(path);
  expect(metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(Number.isSafeInteger(Number(metadata.resourceVersion))).toBe(true);
  expect(spec).toBeDefined();
});

it("watches one object with watch=1 from where it was read", async () => {
  const path = "/namespaces/shop/workloadconfigurationscansummaries";
  const { metadata } = await get(`${path}/deployment-web`);
  const query = `watch=1&fieldSelector=metadata.name=deployment-web&resourceVersion=${metadata.resourceVersion}`;
  const reader = readWatch(await server.raw(`${group}${path}?${query}`));
  await server.send("POST", `${group}${path}`, summary("deployment-other"));
  const type = { "Content-Type": "application/merge-patch+json" };
  await server.send("PATCH", `${group}${path}/deployment-web`, { spec: { severities: { high: 5 } } }, type);
  const event = await reader.next();
  await reader.cancel();
  expect([event?.type, event?.object.metadata.name, event?.object.spec.severities.high]).toEqual([
    "MODIFIED",
    "deployment-web",
    5,
  ]);
});
