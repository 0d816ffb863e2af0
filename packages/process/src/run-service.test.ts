import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const program = join(import.meta.dirname, "..", "testdata", "service.ts");

it.each(["SIGTERM", "SIGINT"] as const)("stops in order on %s", async (signal) => {
  const child = start({});
  await line(child, "service started");
  child.kill(signal);
  await line(child, "closed");
  expect(await end(child)).toBe(0);
});

it("stops on a signal while its parent holds standard input open", async () => {
  const child = start({ STOP_WITH_STDIN: "true" });
  await line(child, "service started");
  child.kill("SIGTERM");
  expect(await end(child)).toBe(0);
});

it("stops when its parent's end of standard input is gone", async () => {
  const child = start({ STOP_WITH_STDIN: "true" });
  await line(child, "service started");
  child.stdin?.end();
  await line(child, "closed");
  expect(await end(child)).toBe(0);
});

it("need not have started to be stopped", async () => {
  const child = start({ ENDLESS: "true" });
  await line(child, "waiting");
  child.kill("SIGTERM");
  await line(child, "stopped before it had started");
  expect(await end(child)).toBe(0);
});

it.each([
  ["a start that fails", { BROKEN: "true" }, "the port is taken"],
  ["a rejection nobody caught", { STUCK: "true" }, "nobody caught this"],
  ["an environment that does not fit", { BROKEN: "perhaps" }, "BROKEN"],
])("ends with code 70 and says why after %s", async (_case, env, reason) => {
  const child = start(env);
  const why = line(child, "service failed");
  expect(await end(child)).toBe(70);
  expect(JSON.stringify(await why)).toContain(reason);
});

function start(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"], env });
}

function line(child: ChildProcess, message: string): Promise<unknown> {
  let output = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (text) => {
      output += text;
      const found = output.split("\n").find((one) => one.includes(message));
      if (found) resolve(found);
    });
    child.once("close", () => reject(new Error(`ended without "${message}": ${output}`)));
  });
}

function end(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}
