import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startProcess } from "./child-process.ts";

it.each<[what: string, of: { command?: string[]; value?: string }, message: string]>([
  ["a program that is not there", { command: ["/no/such/program"] }, "spawn /no/such/program ENOENT"],
  ["more environment than a program can have", { value: "x".repeat(200_000) }, "spawn E2BIG"],
  ["a program without a name", { command: [] }, "the container has no command"],
])("cannot start %s, as a container runtime cannot", async (_what, { command = ["true"], value = "" }, message) => {
  const dir = mkdtempSync(join(tmpdir(), "sortie-process-"));
  try {
    const container = {
      name: "scan",
      command,
      args: [],
      env: [{ name: "V", value }],
      terminationMessagePolicy: "File",
    };
    const { ended } = startProcess(container, { dir, pod: "p", path: "/usr/bin:/bin" });
    expect(await ended).toEqual({ exitCode: 128, reason: "StartError", message });
  } finally {
    rmSync(dir, { recursive: true });
  }
});

it("tells the end of a process whose report somebody has removed", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sortie-process-"));
  const container = { name: "scan", command: ["true"], args: [], env: [], terminationMessagePolicy: "File" };
  const { ended } = startProcess(container, { dir, pod: "p", path: "/usr/bin:/bin" });
  rmSync(dir, { recursive: true });
  expect(await ended).toMatchObject({ exitCode: 0, message: expect.stringContaining("no report: ENOENT") });
});

it("asks a process to end once, and ends it after the shortest time that it is given", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sortie-process-"));
  try {
    // A shell takes signals between commands: it needs short ones.
    const program = "trap 'echo asked' TERM; echo runs; while :; do sleep 0.1; done";
    const container = { name: "scan", command: ["sh", "-c", program], args: [], env: [], terminationMessagePolicy: "" };
    const { ended, stop } = startProcess(container, { dir, pod: "p", path: "/usr/bin:/bin" });
    const log = () => readFileSync(join(dir, "p.log"), "utf8");
    await expect.poll(log, { timeout: 10_000 }).toBe("runs\n");
    stop(3600);
    await expect.poll(log, { timeout: 10_000 }).toContain("asked\n");
    stop(0.2);
    stop(3600);
    expect(await ended).toMatchObject({ exitCode: 137 });
    expect(log().match(/asked/g)).toEqual(["asked"]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

it("sets no timer for a process that has ended", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sortie-process-"));
  try {
    const container = { name: "scan", command: ["true"], args: [], env: [], terminationMessagePolicy: "File" };
    const { ended, stop } = startProcess(container, { dir, pod: "p", path: "/usr/bin:/bin" });
    await ended;
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = timers();
    stop(3600);
    expect(timers()).toBe(before);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
