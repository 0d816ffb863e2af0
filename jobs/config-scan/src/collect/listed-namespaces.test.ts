import { ApiError, type KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { listedNamespaces } from "./listed-namespaces.ts";

/** A cluster that answers the list of its namespaces with these pages; an error in place of a page ends the list. */
async function listed(...pages: (string[] | ApiError)[]) {
  const cluster = {
    async *list() {
      for (const page of pages) {
        if (page instanceof ApiError) throw page;
        yield { items: page.map((name): KubeObject => ({ metadata: { name } })), resourceVersion: "1" };
      }
    },
  };
  return listedNamespaces(cluster, new AbortController().signal);
}

it("knows the names of every page", async () => {
  expect([...((await listed(["a"], ["b"])) ?? [])]).toEqual(["a", "b"]);
});

it("knows nothing where they may not be listed, and does not take an outage for that", async () => {
  expect(await listed(new ApiError({ code: 403, reason: "Forbidden", message: "no" }))).toBeUndefined();
  await expect(listed(new ApiError({ code: 500, reason: "InternalError", message: "ill" }))).rejects.toThrow("ill");
});
