import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const command = join(import.meta.dirname, "..", "..", "..", "..", "cli", "src", "main.ts");

/**
 * Scans manifests as a person does, with the command itself, so that everything between a rule's answer and the report is
 * part of what is compared. `judging`: the command's flags about exceptions and control inputs. Returns the report as
 * JSON text.
 *
 * @throws Error with what the command said when it failed.
 */
export function scanManifests(path: string, controls: string[], judging: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "sortie-golden-"));
  const report = join(folder, "report.json");
  const flags = ["--format", "json", "--output", report, "--control", controls.join(","), ...judging];
  try {
    const { status, stderr } = spawnSync(process.execPath, [command, "scan", path, ...flags], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the scan of ${path} ended with status ${status}:\n${stderr}`);
    return readFileSync(report, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
