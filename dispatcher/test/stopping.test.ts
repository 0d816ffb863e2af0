import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resources } from "@sortie/kube";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { scan } from "./commands.ts";
import { type Programs, startPrograms } from "./programs.ts";

let programs: Programs;
beforeAll(async () => {
  programs = await startPrograms();
  await programs.startDispatcher();
});
afterAll(() => programs.stop());

it("ends in order while it waits for a process that does not end", { timeout: 60_000 }, async () => {
  programs.hold();
  await programs.post(scan("stuck"));
  await programs.runsChange((runs) => runs.includes("stuck "));
  const pid = pidOfScan();
  process.kill(pid, "SIGSTOP"); // takes no signal but SIGKILL
  onTestFailed(() => void process.kill(pid, "SIGKILL"));
  const [job] = await programs.jobs();
  const at = { namespace: "kubescape", name: job?.metadata?.name ?? "" };
  await programs.cluster.patch(resources.jobs, at, { spec: { activeDeadlineSeconds: 1 } }, { type: "merge" });
  await expect.poll(() => isAskedToEnd(pid), { timeout: 20_000 }).toBe(true);

  expect(await programs.endDispatcher("SIGTERM")).toBe(0);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

function pidOfScan(): number {
  const dir = join(programs.dir, "runner");
  const [file = ""] = readdirSync(dir).filter((name) => name.endsWith(".pid"));
  return Number(readFileSync(join(dir, file), "utf8"));
}

/** Whether a SIGTERM waits for it (proc(5), `ShdPnd`). */
function isAskedToEnd(pid: number): boolean {
  const [, pending = "0"] = /^ShdPnd:\s+([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (BigInt(`0x${pending}`) & (1n << 14n)) !== 0n;
}
