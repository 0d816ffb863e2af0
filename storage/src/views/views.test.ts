import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { openTestServer } from "../testing/test-server.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop";
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

it.each([
  [
    "sbomsyfts",
    "sbomspdxv2p3s",
    {
      syft: {
        artifacts: Array.from({ length: 3000 }, (_, index) => ({ id: hash(`${index}`), name: hash(`n${index}`) })),
      },
    },
  ],
  [
    "networkneighborhoods",
    "generatednetworkpolicies",
    {
      containers: [
        {
          egress: Array.from({ length: 3000 }, (_, index) => ({
            identifier: hash(`${index}`),
            ipAddress: `10.0.${index >> 8}.${index & 255}`,
          })),
        },
      ],
    },
  ],
])("makes views of large %s on a thread of their own: %s", async (stored, view, spec) => {
  await using server = await openTestServer();
  const metadata = { name: "large", annotations: { "kubescape.io/status": "ready" } };
  expect((await server.send("POST", `${root}/${stored}`, { metadata, spec })).code).toBe(201);
  let readsHere = 0;
  const get = server.store.get.bind(server.store);
  server.store.get = async (key) => {
    readsHere += 1;
    return get(key);
  };
  const { code, body } = await server.send("GET", `${root}/${view}/large`);
  expect([code, readsHere]).toEqual([200, 0]);
  expect(body.spec.spdx?.packages ?? body.spec.spec.egress[0].to).toHaveLength(3000);
});
