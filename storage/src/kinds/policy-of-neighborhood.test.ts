import { expect, it } from "vitest";
import { openTestServer } from "../testing/test-server.ts";
import { type KnownServerEntry, policyOf, serversOf } from "./policy-of-neighborhood.ts";

const nobody = { dns: "", ports: null, podSelector: null, namespaceSelector: null, ipAddress: "" };
const port = (number: number, protocol = "TCP") => ({ protocol, port: number });

type Neighbor = typeof nobody | object;

function generated(ingress: Neighbor[], egress: Neighbor[], known: KnownServerEntry[] = []) {
  const containers = [{ ingress: ingress as never[], egress: egress as never[] }];
  const spec = { matchLabels: { app: "web" }, containers, initContainers: null, ephemeralContainers: null };
  const labels = { "kubescape.io/workload-kind": "Deployment", "kubescape.io/workload-name": "web" };
  return policyOf({ name: "replicaset-web-1", namespace: "shop", labels, spec }, serversOf(known));
}

it("is named like the workload and selects its pods", () => {
  const { spec } = generated([], []);
  expect(spec).toMatchObject({
    kind: "NetworkPolicy",
    metadata: { name: "deployment-web", namespace: "shop", annotations: { "generated-by": "kubescape" } },
    spec: { podSelector: { matchLabels: { app: "web" } }, ingress: [], egress: [], policyTypes: ["Ingress", "Egress"] },
  });
});

it.each(["Deployment", "deployment", "DEPLOYMENT"])("has one name for a workload whose kind is written %s", (kind) => {
  const labels = { "kubescape.io/workload-kind": kind, "kubescape.io/workload-name": "web" };
  const spec = { matchLabels: {}, containers: null, initContainers: null, ephemeralContainers: null };
  const { metadata } = policyOf({ name: "replicaset-web-1", namespace: "shop", labels, spec }, serversOf([])).spec;
  expect([metadata.name, metadata.labels]).toEqual(["deployment-web", labels]);
});

it("selects pods by the labels that stay, in their namespace", () => {
  const podSelector = { matchLabels: { app: "db", "pod-template-hash": "1" } };
  const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": "data" } };
  const neighbor = { ...nobody, podSelector, namespaceSelector, ports: [port(5432), port(5432, "tcp")] };
  expect(generated([], [neighbor, neighbor]).spec.spec.egress).toEqual([
    { ports: [port(5432)], to: [{ podSelector: { matchLabels: { app: "db" } }, namespaceSelector }] },
  ]);
});

it("allows addresses by the range of a known server, or alone, one rule for each port", () => {
  const known = [{ ipBlock: "140.82.112.0/20", name: "github", server: "github.com" }];
  const { spec, policyRef } = generated(
    [],
    [
      { ...nobody, ipAddress: "140.82.121.3", dns: "api.github.com.", ports: [port(443)] },
      { ...nobody, ipAddress: "10.0.0.7", ports: [port(443), port(80)] },
      { ...nobody, ipAddresses: ["fd00::1"], ports: [port(80)] },
    ],
    known,
  );
  expect(spec.spec.egress).toEqual([
    { ports: [port(80)], to: [{ ipBlock: { cidr: "10.0.0.7/32" } }, { ipBlock: { cidr: "fd00::1/128" } }] },
    { ports: [port(443)], to: [{ ipBlock: { cidr: "10.0.0.7/32" } }, { ipBlock: { cidr: "140.82.112.0/20" } }] },
  ]);
  expect(policyRef).toEqual([
    {
      ipBlock: "140.82.112.0/20",
      originalIP: "140.82.121.3",
      dns: "api.github.com.",
      name: "github",
      server: "github.com",
    },
  ]);
});

it("keeps neighbours without ports, and passes over ranges that are none", () => {
  const known = [{ ipBlock: "not a range", name: "x", server: "x" }];
  const { spec } = generated([{ ...nobody, ipAddress: "10.0.0.7", ports: [] }], [], known);
  expect(spec.spec.ingress).toEqual([{ from: [{ ipBlock: { cidr: "10.0.0.7/32" } }] }]);
});

it("allows ranges as users write them, everybody for a star, and nobody for what is no address", () => {
  const ipAddresses = ["10.0.0.0/8", "*", "", "fe80::1%eth0", "10.0.0.0/33", "somewhere"];
  const { spec } = generated([], [{ ...nobody, ipAddresses }]);
  expect(spec.spec.egress).toEqual([
    { to: ["0.0.0.0/0", "10.0.0.0/8", "::/0"].map((cidr) => ({ ipBlock: { cidr } })) },
  ]);
});

it("passes over ports that no policy can have, and over who has no others", () => {
  const wrong = [port(0), port(65_536), port(53, "ICMP")];
  const { spec } = generated(
    [],
    [
      { ...nobody, ipAddress: "10.0.0.7", ports: [...wrong, port(65_535)] },
      { ...nobody, ipAddress: "10.0.0.8", ports: wrong },
      { ...nobody, ipAddress: "10.0.0.9", ports: [{ protocol: "udp", port: null }] },
    ],
  );
  expect(spec.spec.egress).toEqual([
    { ports: [{ protocol: "UDP" }], to: [{ ipBlock: { cidr: "10.0.0.9/32" } }] },
    { ports: [port(65_535)], to: [{ ipBlock: { cidr: "10.0.0.7/32" } }] },
  ]);
});

it("is found for thousands of neighbours and known servers before anybody waits for it", () => {
  const address = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  const all = Array.from({ length: 4000 }, (_, index) => index);
  const known = all.map((index) => ({ ipBlock: `${address(index)}/32`, name: `${index}`, server: "s" }));
  const { spec, policyRef } = generated(
    [],
    all.map((index) => ({ ...nobody, ipAddress: address(index), ports: [port(index + 1)] })),
    known,
  );
  expect(spec.spec.egress).toHaveLength(4000);
  expect(policyRef).toHaveLength(4000);
});

it("is served for neighbourhoods that are far enough, and for no others", async () => {
  await using server = await openTestServer();
  const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop";
  for (const [name, status] of [
    ["a", "initializing"],
    ["b", "completed"],
    ["c", "initializing"],
  ]) {
    const metadata = { name, annotations: { "kubescape.io/status": status } };
    await server.send("POST", `${root}/networkneighborhoods`, { metadata, spec: { matchLabels: { app: name } } });
  }
  expect((await server.send("GET", `${root}/generatednetworkpolicies/a`)).code).toBe(404);
  const { body } = await server.send("GET", `${root}/generatednetworkpolicies/b`);
  expect(body.spec.spec.podSelector).toEqual({ matchLabels: { app: "b" } });
  const { body: list } = await server.send("GET", `${root}/generatednetworkpolicies?limit=1`);
  expect([list.items.length, list.metadata.continue && "more"]).toEqual([1, "more"]);
  const next = await server.send("GET", `${root}/generatednetworkpolicies?limit=1&continue=${list.metadata.continue}`);
  expect([next.body.items, next.body.metadata.continue]).toEqual([[], undefined]);
});
