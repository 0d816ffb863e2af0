import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "../../cluster/cache.ts";
import { runCommand } from "../../cluster/run-command.ts";

const module = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(module, "driver");

/** The directory with `driver`, our program around OPA, and `cases.json`, OPA's conformance cases. */
export async function opaDirectory(): Promise<string> {
  return cached(`opa-${fingerprint()}`, async (directory) => {
    console.error("building OPA and what drives it: about 2 minutes …");
    const driver = join(directory, "driver");
    await runCommand("go", ["build", "-o", driver, "./driver"], { cwd: module });
    const opa = await runCommand("go", ["list", "-m", "-f", "{{.Dir}}", "github.com/open-policy-agent/opa"], {
      cwd: module,
    });
    const testdata = join(opa.trim(), "v1", "test", "cases", "testdata");
    writeFileSync(join(directory, "cases.json"), await runCommand(driver, ["cases", testdata]));
  });
}

/** Changes with the modules the driver is built from and with the driver. */
function fingerprint(): string {
  const hash = createHash("sha256").update(readFileSync(join(module, "go.sum")));
  for (const name of readdirSync(sources).toSorted()) hash.update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}
