import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCommand } from "./run-command.ts";
import { writeStartSnapshot } from "./start-snapshot.ts";

const folder = mkdtempSync(join(tmpdir(), "sortie-snapshot-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = `import { startupSnapshot } from "node:v8";
function fail(): never { throw new Error(\`\${process.argv[2]} at \${import.meta.filename}\`); }
startupSnapshot.setDeserializeMainFunction(() => { try { fail(); } catch (error) { process.stdout.write((error as Error).stack ?? ""); } });
`;

it("begins with a program that knows where it lies, and whose stacks say nothing of where it was made", async () => {
  const entryPoint = join(folder, "program.ts");
  const snapshot = join(folder, "program.blob");
  writeFileSync(entryPoint, program);
  await writeStartSnapshot(snapshot, { entryPoint, define: {}, args: [], options: [] });
  const said = await runCommand(process.execPath, ["--snapshot-blob", snapshot, "/srv/main.mjs", "lost"], { cwd: "/" });
  const [message, place] = said.split("\n");
  expect(message).toBe("Error: lost at /srv/main.mjs");
  expect(place).toMatch(/^ +at .*\bprogram\.blob\/start\.cjs:\d+:\d+\)?$/);
  expect(said).not.toContain(folder);
  expect(said).not.toContain("tmp-");
}, 60_000);
