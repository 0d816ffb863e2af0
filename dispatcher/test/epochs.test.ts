import { afterAll, beforeAll, expect, it } from "vitest";
import { outcomeOf, scan } from "./commands.ts";
import { type Programs, startPrograms } from "./programs.ts";

let programs: Programs;
beforeAll(async () => {
  programs = await startPrograms();
  await programs.startDispatcher();
});
afterAll(() => programs.stop());

const seenBy = async (jobId: string) => outcomeOf(await programs.completed(jobId));
const seen = (workload: number) => ({ status: "succeeded", counts: { seen: workload } });

it("scans again for a command that comes while a Job that has read still runs", async () => {
  programs.hold();
  programs.setWorkload(1);
  await programs.post(scan("before"));
  await programs.runsChange((runs) => runs.includes("before "));

  programs.setWorkload(2);
  await programs.post(scan("after"));
  programs.release();
  expect([await seenBy("before"), await seenBy("after")]).toEqual([seen(1), seen(2)]);
});

it("scans again for a command that comes right after the end", async () => {
  programs.setWorkload(3);
  await programs.post(scan("ended"));
  await programs.completed("ended");
  programs.setWorkload(4);
  await programs.post(scan("right-after"));
  expect(await seenBy("right-after")).toEqual(seen(4));
});

it("scans again for the same request sent twice without an id", async () => {
  const request = { commands: [{ commandName: "kubescapeScan", args: { scanV1: { includeNamespaces: ["x"] } } }] };
  programs.hold();
  programs.setWorkload(5);
  await programs.post(request);
  await programs.runsChange((runs) => runs.endsWith(" 5\n"));
  programs.setWorkload(6);
  await programs.post(request);
  programs.release();
  await programs.runsChange((runs) => runs.endsWith(" 6\n"));
});

it("lets at most one Job of a scan wait, for all who ask meanwhile", async () => {
  programs.hold();
  programs.setWorkload(7);
  await programs.post(scan("first"));
  await programs.runsChange((runs) => runs.includes("first "));
  programs.setWorkload(8);
  for (const id of ["second", "third", "fourth"]) await programs.post(scan(id));
  programs.release();
  expect(await Promise.all(["second", "third", "fourth"].map(seenBy))).toEqual([seen(8), seen(8), seen(8)]);
  expect(programs.runs().match(/ 8$/gm)).toHaveLength(1);
});
