import { ApiError, type Cluster, ConnectionError } from "@sortie/kube";
import { emptyTally, figuresOf, type Provider } from "@sortie/posture";
import { createVerdictTable } from "@sortie/posture/testing";
import { createLogger } from "@sortie/process";
import { PostureReportChunk } from "@sortie/wire";
import { expect, it } from "vitest";
import { receiverServer } from "./receiver-server.ts";
import { openReporter } from "./reporter.ts";

const version = { major: "1", minor: "35", gitVersion: "v1.35.4" };
const lists = { includeNamespaces: ["shop"], excludedNamespaces: [], frameworks: ["nsa"], controls: [] };

it("says of which cluster the report is, by whom it is run, and what was asked", async () => {
  const chunk = await reported({ answer: async () => version, provider: "EKS" });
  const cluster = { contextName: "prod", cloudMetadata: { cloudProvider: "eks" } };
  expect(chunk).toMatchObject({
    clusterAPIServerInfo: version,
    clusterCloudProvider: "EKS",
    clusterName: "prod",
    jobID: "job-1",
    metadata: {
      targetMetadata: { clusterContextMetadata: cluster },
      clusterMetadata: cluster,
      scanMetadata: { targetType: "Framework", targetNames: ["nsa"], includeNamespaces: ["shop"] },
    },
  });
});

it("names no provider of a cluster that is nobody's", async () => {
  const { metadata, clusterCloudProvider } = await reported({ answer: async () => version, provider: undefined });
  expect([metadata.clusterMetadata, clusterCloudProvider]).toEqual([{ contextName: "prod" }, ""]);
});

it.each([
  ["refuses to tell its version", new ApiError({ code: 403, reason: "Forbidden", message: "no" })],
  ["lets nobody in any more", new ApiError({ code: 401, reason: "Unauthorized", message: "no" })],
  ["is away", new ConnectionError("ECONNREFUSED", "connection refused")],
])("is sent all the same when the API server %s", async (_what, failure) => {
  const answer = () => Promise.reject(failure);
  expect((await reported({ answer, provider: undefined })).clusterAPIServerInfo).toBeNull();
});

/** The one chunk of a report about nothing. */
async function reported({ answer, provider }: { answer: () => Promise<object>; provider: Provider | undefined }) {
  await using server = await receiverServer();
  const settings = { EVENT_RECEIVER_URL: server.url, CREDENTIALS_DIR: server.credentials, CLUSTER_NAME: "prod" };
  using reporter = openReporter(settings, {
    request: {
      jobId: "job-1",
      parentId: null,
      requestedAt: "2026-08-22T14:55:00Z",
      target: { type: "config", ...lists },
    },
    provider,
    scanned: { request: answer as Cluster["request"] },
    clock: { now: () => new Date("2026-08-22T14:56:00Z") },
    log: createLogger("test", "info", { write: () => {} }),
    wait: async () => {},
    signal: new AbortController().signal,
  });
  const evaluated = { table: createVerdictTable(0), reasons: new Map<number, string>() };
  await reporter?.send({ evaluated, controls: [], figures: figuresOf(emptyTally([]), [], [], {}) });
  return PostureReportChunk.parse(JSON.parse(server.received[0]?.body ?? ""));
}
