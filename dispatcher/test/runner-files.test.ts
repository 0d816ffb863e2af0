import { readdirSync } from "node:fs";
import { join } from "node:path";
import { resources } from "@sortie/kube";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scan } from "./commands.ts";
import { type Programs, startPrograms } from "./programs.ts";
import { waitFor } from "./wait-for.ts";

let programs: Programs;
beforeAll(async () => {
  programs = await startPrograms();
  await programs.startDispatcher();
});
afterAll(() => programs.stop());

const files = () => readdirSync(join(programs.dir, "runner"));

async function deleteCommands(): Promise<void> {
  for (const { metadata } of await programs.commands()) {
    const at = { namespace: "kubescape", name: metadata?.name ?? "" };
    await programs.cluster.delete(resources.operatorCommands, at);
  }
  await waitFor(join(programs.dir, "runner"), () => files().length === 0);
}

it("leaves no file of a scan whose command is deleted after its end", async () => {
  await programs.post(scan("ended"));
  await programs.completed("ended");
  expect(files()).not.toEqual([]);
  await deleteCommands();
});

it("leaves no file of a scan whose command is deleted while it runs", async () => {
  programs.hold();
  await programs.post(scan("running"));
  await programs.runsChange((runs) => runs.includes("running "));
  expect(files()).not.toEqual([]);
  await deleteCommands();
});
