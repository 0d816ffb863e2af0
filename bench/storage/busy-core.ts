import { spawn } from "node:child_process";
import { join } from "node:path";

/** Another program that keeps one core busy, in a process of its own so that its time is not the clients'. */
export function keepCoreBusy(): Disposable {
  const program = join(import.meta.dirname, "busy-process.ts");
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "ignore", "inherit"] });
  return { [Symbol.dispose]: () => void child.kill() };
}
