import { afterAll, beforeAll, expect, it } from "vitest";
import { scan } from "./commands.ts";
import { type KillPoint, killPoint } from "./kill-point.ts";
import { type Programs, startPrograms } from "./programs.ts";

const aheadSeconds = 36_000;

let programs: Programs;
let proxy: KillPoint;
beforeAll(async () => {
  programs = await startPrograms();
  proxy = await killPoint(programs.kubeconfig, { aheadSeconds });
  await programs.startDispatcher(proxy.kubeconfig);
});
afterAll(async () => {
  await programs.stop();
  await proxy.close();
});

it("goes by the API server's clock, not by its own machine's", async () => {
  const earliest = Date.now() + (aheadSeconds - 60) * 1000;
  await programs.post(scan("one"));
  const { status } = await programs.completed("one");
  for (const time of [status?.startedAt, status?.completedAt]) {
    expect(Date.parse(time ?? "")).toBeGreaterThan(earliest);
  }
});
