import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startBehindOneAddress } from "./restarted-storage.ts";
import { followTyped } from "./typed-informers.ts";

const program = join(import.meta.dirname, "..", "..", "storage", "src", "main.ts");
const namespace = "followed";

/** A command of storage's program on its database. */
function command(database: string, ...args: string[]) {
  return promisify(execFile)(process.execPath, [program, ...args], { env: { DATABASE_FILE: database } });
}

it.each([
  ["that list and then watch", { KUBE_FEATURE_WatchListClient: "false" }],
  [
    "that are told what there is by a watch",
    { KUBE_FEATURE_WatchListClient: "true", KUBE_WATCHLIST_INCONSISTENCY_DETECTOR: "true" },
  ],
])("keeps the public clientset's informers of every kind in step, in protobuf, %s", async (_how, env) => {
  await using storage = await startBehindOneAddress();
  const { database, kubeconfig, restart } = storage;
  await using informers = await followTyped(kubeconfig, namespace, env);
  expect(await informers.step("come-and-go")).toEqual([]);

  const copy = `${database}.copy`;
  await command(database, "export", copy);
  expect(await informers.step("keep")).toEqual([]);

  await restart();
  expect(await informers.step("come-and-go")).toEqual([]);
  expect(await informers.step("still-kept")).toEqual([]);
  expect(storage.hasSaid("too old resource version")).toBe(false);

  await restart(async () => void (await command(database, "import", copy)));
  expect(await informers.step("gone")).toEqual([]);
  expect(await informers.step("come-and-go")).toEqual([]);
  expect(storage.hasSaid("too old resource version")).toBe(true);
});
