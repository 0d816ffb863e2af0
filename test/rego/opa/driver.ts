import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "../../cluster/cache.ts";
import { runCommand } from "../../cluster/run-command.ts";

const module = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(module, "driver");

/**
 * The directory with `opa`, OPA's own command, `driver`, our program around OPA as a library, `cases.json`, OPA's
 * conformance cases, and `capabilities.json`, the types of its built-ins.
 */
export async function opaDirectory(): Promise<string> {
  return cached(`opa-${fingerprint()}`, async (directory) => {
    console.error("building OPA and what drives it: about 2 minutes …");
    const driver = join(directory, "driver");
    // One at a time: each build uses all cores.
    await runCommand("go", ["build", "-o", driver, "./driver"], { cwd: module });
    await runCommand("go", ["build", "-o", join(directory, "opa"), "github.com/open-policy-agent/opa"], {
      cwd: module,
    });
    writeFileSync(
      join(directory, "capabilities.json"),
      await runCommand(join(directory, "opa"), ["capabilities", "--current"]),
    );
    const opa = await runCommand("go", ["list", "-m", "-f", "{{.Dir}}", "github.com/open-policy-agent/opa"], {
      cwd: module,
    });
    const testdata = join(opa.trim(), "v1", "test", "cases", "testdata");
    writeFileSync(join(directory, "cases.json"), await runCommand(driver, ["cases", testdata]));
  });
}

/** Changes with the modules everything is built from, with the driver, and with how it is built: this file. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const files = [join(module, "go.mod"), join(module, "go.sum"), fileURLToPath(import.meta.url)];
  const program = readdirSync(sources).map((name) => join(sources, name));
  for (const file of [...files, ...program.toSorted()]) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
