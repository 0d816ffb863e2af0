import { expect, it } from "vitest";
import { sharedServer } from "../testing/shared-server.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1";
const merge = { "Content-Type": "application/merge-patch+json" };

let namespace: string;
const server = await sharedServer((fresh) => {
  namespace = fresh;
});

const execs = (count: number) => Array.from({ length: count }, (_, index) => ({ path: `/${index}` }));
const ingress = (count: number) => Array.from({ length: count }, (_, index) => ({ identifier: `${index}` }));

async function make(plural: string, spec: object) {
  const metadata = { name: "p", annotations: { "kubescape.io/status": "ready" } };
  const { code } = await server.send("POST", `${root}/namespaces/${namespace}/${plural}`, { metadata, spec });
  expect(code).toBe(201);
  return read(plural);
}

async function read(plural: string) {
  const { body } = await server.send("GET", `${root}/namespaces/${namespace}/${plural}/p`);
  const { "kubescape.io/status": status, "kubescape.io/resource-size": size } = body.metadata.annotations;
  return { status, size, spec: body.spec };
}

it.each([
  ["containerprofiles", { execs: execs(2), syscalls: ["read"], ingress: ingress(1) }, "4"],
  ["applicationprofiles", { containers: [{ execs: execs(2) }], initContainers: [{ opens: [{ path: "/" }] }] }, "3"],
  ["networkneighborhoods", { containers: [{ ingress: ingress(2), egress: ingress(1) }] }, "3"],
])("notes on %s how many things are in it, whoever writes it", async (plural, spec, size) => {
  expect(await make(plural, spec)).toMatchObject({ status: "ready", size });
});

it.each([
  ["containerprofiles", { execs: execs(40_001) }, { execs: { length: 40_001 } }],
  ["applicationprofiles", { containers: [{ execs: execs(40_001) }] }, { architectures: null }],
  ["networkneighborhoods", { containers: [{ ingress: ingress(40_001) }] }, { containers: null }],
])("takes %s of more than 40,000 things for too large, until it is not any more", async (plural, spec, left) => {
  const large = await make(plural, spec);
  expect(large).toMatchObject({ status: "too-large", size: "40001", spec: left });
  if (plural !== "containerprofiles") expect(large.spec.containers ?? null).toBeNull();
  const path = `${root}/namespaces/${namespace}/${plural}/p`;
  // What is noted on it stays with it.
  await server.send("PATCH", path, { metadata: { labels: { a: "b" } } }, merge);
  expect(await read(plural)).toMatchObject({ status: "too-large", size: "40001" });
  const small = { execs: execs(1), containers: [{ execs: execs(1), ingress: ingress(1) }] };
  await server.send(
    "PATCH",
    path,
    { metadata: { annotations: { "kubescape.io/status": "ready" } }, spec: small },
    merge,
  );
  expect(await read(plural)).toMatchObject({ status: "ready", size: "1" });
});
