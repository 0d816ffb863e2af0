import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "./wait-for.ts";

/** What the test's job program scans: a number in a file, see `test-scan.ts`. */
export function scannedFolder(dir: string) {
  mkdirSync(dir);
  const runs = () => (existsSync(join(dir, "runs")) ? readFileSync(join(dir, "runs"), "utf8") : "");
  const setWorkload = (value: number) => writeFileSync(join(dir, "workload"), String(value));
  setWorkload(1);
  return {
    setWorkload,
    /** While it holds, a scan that has read does not end. */
    hold: () => writeFileSync(join(dir, "hold"), ""),
    release: () => rmSync(join(dir, "hold")),
    /** One line for every time a scan has read: job id and what it saw. */
    runs,
    runsChange: (isEnough: (runs: string) => boolean) => waitFor(dir, () => isEnough(runs())),
  };
}
