import { Writable } from "node:stream";
import { ApiError, ConnectionError, type KubeObject, type Page } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { findProvider, providerOfNode } from "./provider.ts";

it.each<[id: unknown, provider: string | undefined]>([
  ["aws:///eu-west-1a/i-1", "EKS"],
  ["gce://my-project/europe-west1-b/node-1", "GKE"],
  ["azure:///subscriptions/s/resourceGroups/g", "AKS"],
  ["kind://docker/kind/node-1", undefined],
  ["digitalocean://1", undefined],
  ["", undefined],
  [7, undefined],
])("takes a node with the provider ID %j to be of %s", (providerID, provider) => {
  expect(providerOfNode({ spec: { providerID } })).toBe(provider);
});

it("asks for one node", async () => {
  const { provider, limits } = await find([{ spec: { providerID: "aws:///a/i-1" } }, { spec: {} }]);
  expect({ provider, limits }).toEqual({ provider: "EKS", limits: [1] });
  expect((await find([])).provider).toBeUndefined();
});

it("takes a cluster whose nodes may not be listed for an ordinary one, and says so", async () => {
  const { provider, log } = await find(new ApiError({ code: 403, reason: "Forbidden", message: "no" }));
  expect(provider).toBeUndefined();
  expect(log).toContain("cloud provider not known");
});

it.each([
  ["away", new ConnectionError("ECONNREFUSED", "away")],
  ["busy", new ApiError({ code: 429, reason: "TooManyRequests", message: "away" })],
])("does not hide that the cluster is %s", async (_what, failure) => {
  await expect(find(failure)).rejects.toThrow("away");
});

async function find(nodes: KubeObject[] | Error) {
  const limits: unknown[] = [];
  const lines: string[] = [];
  const logger = createLogger(
    "test",
    "info",
    new Writable({ write: (line, _, done) => done(void lines.push(String(line))) }),
  );
  const cluster = {
    async *list<T extends KubeObject>(_type: unknown, options?: { limit?: number }): AsyncIterable<Page<T>> {
      limits.push(options?.limit);
      if (nodes instanceof Error) throw nodes;
      yield { items: nodes as T[], resourceVersion: "1" };
    },
  };
  const provider = await findProvider({ cluster, log: logger, signal: new AbortController().signal });
  return { provider, limits, log: lines.join("") };
}
