import { expect, it } from "vitest";
import { sharedServer } from "../testing/shared-server.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop";
const path = `${root}/networkneighborhoods`;
const users = { "kubescape.io/managed-by": "User" };

const server = await sharedServer();

function neighborhood(egress: object[], annotations: Record<string, string> = users) {
  return { metadata: { name: "ug-web", annotations }, spec: { initContainers: [{ name: "a", egress }] } };
}

it("takes addresses, ranges and names as users write them", async () => {
  const ipAddresses = ["10.0.0.7", "10.0.0.0/8", "fd00::1", "fd00::/8", "::ffff:10.0.0.7", "*"];
  const dnsNames = ["api.example.com.", "api.example.com", "*.example.com", "example.*", "a.⋯.com", "localhost"];
  const neighbors = [{ ipAddresses, dnsNames }, { ipAddress: "10.0.0.7", dns: "example.com." }, {}];
  const { code } = await server.send("POST", `${path}?dryRun=All`, neighborhood(neighbors));
  expect(code).toBe(201);
});

it.each([
  [{ ipAddresses: ["10.0.0.1", "10.0.0.0/33"] }, "ipAddresses[1]"],
  [{ ipAddresses: [""] }, "ipAddresses[0]"],
  [{ ipAddress: "fe80::1%eth0" }, "ipAddress"],
  [{ ipAddress: "010.0.0.1" }, "ipAddress"],
  [{ dnsNames: ["a..com"] }, "dnsNames[0]"],
  [{ dnsNames: ["*"] }, "dnsNames[0]"],
  [{ dnsNames: ["a.*.com"] }, "dnsNames[0]"],
  [{ dnsNames: ["**.com"] }, "dnsNames[0]"],
  [{ dns: "." }, "dns"],
])("tells a user which field of %j means nothing", async (neighbor, field) => {
  const { body } = await server.send("POST", path, neighborhood([{}, neighbor]));
  expect(body).toMatchObject({ code: 422, details: { causes: [{ reason: "FieldValueInvalid" }] } });
  expect(body.details.causes.map((cause: { field: string }) => cause.field)).toEqual([
    `spec.initContainers[0].egress[1].${field}`,
  ]);
});

it("takes what a node agent has seen as it is, and makes a policy of what means something", async () => {
  const egress = [{ ipAddresses: ["somewhere", "10.0.0.7"], dnsNames: ["."] }, { ipAddress: "nowhere" }];
  const seen = neighborhood(egress, { "kubescape.io/status": "completed" });
  expect((await server.send("POST", path, seen)).code).toBe(201);
  const { code, body } = await server.send("GET", `${root}/generatednetworkpolicies/ug-web`);
  expect([code, body.spec.spec.egress]).toEqual([200, [{ to: [{ ipBlock: { cidr: "10.0.0.7/32" } }] }]]);
});

it("lets go of an object that is wrong", async () => {
  const held = neighborhood([{ ipAddress: "nowhere" }], {});
  await server.send("POST", path, { ...held, metadata: { name: "held", finalizers: ["example.com/a"] } });
  await server.send("DELETE", `${path}/held`);
  const merge = { "Content-Type": "application/merge-patch+json" };
  const metadata = { annotations: users, finalizers: null };
  expect((await server.send("PATCH", `${path}/held`, { metadata }, merge)).code).toBe(200);
});
