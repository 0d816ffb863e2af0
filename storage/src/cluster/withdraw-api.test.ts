import type { Cluster, WatchEvent } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { followNamespaces } from "./follow-namespaces.ts";
import { withdrawApi } from "./withdraw-api.ts";

const log = createLogger("storage", "silent");

async function deletedWhile(namespace: string, leadsTo: string): Promise<string[]> {
  const deleted: string[] = [];
  const service = { metadata: { name: "v1.example", uid: "u1" }, spec: { service: { namespace: leadsTo } } };
  const cluster = {
    get: async () => service,
    delete: async (_resource: unknown, at: { name: string }, { uid }: { uid: string }) => {
      deleted.push(`${at.name} ${uid}`);
      return true;
    },
  } as unknown as Cluster;
  await withdrawApi(namespace, { cluster, apiService: "v1.example", log });
  return deleted;
}

it("deletes the APIService that leads to the namespace, and no newer one of its name", async () => {
  expect(await deletedWhile("kubescape", "kubescape")).toEqual(["v1.example u1"]);
});

it("leaves one that leads to another namespace", async () => {
  expect(await deletedWhile("kubescape", "elsewhere")).toEqual([]);
});

it("is told of every namespace that is being deleted, and of no other", async () => {
  const object = (name: string, phase: string) => ({ metadata: { name }, status: { phase } });
  const seen = Promise.withResolvers<void>();
  async function* watch(): AsyncGenerator<WatchEvent<object>> {
    yield { type: "relisted", objects: [object("a", "Active"), object("b", "Terminating")] };
    yield { type: "modified", object: object("a", "Terminating") };
    yield { type: "added", object: object("c", "Active") };
    yield { type: "deleted", object: object("b", "Terminating") };
    seen.resolve();
  }
  const told: string[] = [];
  followNamespaces({ watch } as unknown as Cluster, {
    log,
    now: () => new Date(0),
    signal: new AbortController().signal,
    onTerminating: (name) => told.push(name),
  });
  await seen.promise;
  expect(told).toEqual(["b", "a"]);
});
