// What the installed command begins with: this program as it is in memory after it has scanned the example. Node runs this
// file once, when the command is installed (images/src/start-snapshot.ts), and afterwards begins with the last line of it.
// docs/adr/0008-the-command-starts-from-a-snapshot.md says what may be in that memory.
import { join } from "node:path";
import { startupSnapshot } from "node:v8";
import { libraryOfScan } from "@sortie/posture";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { runCommandLine } from "../run-command-line.ts";
import { scanCommand } from "../scan-command.ts";
import { acceptClosedOutputs } from "./closed-outputs.ts";
import { writeWholeOutput } from "./whole-output.ts";

const nowhere = { write: () => true };

/** Loads what a scan of files needs, asks the rules, and has V8 compile what that takes. */
async function practise(installation: string): Promise<void> {
  const policiesDir = join(installation, "policies");
  const { signal } = new AbortController();
  // Without a folder for compiled code, which a scan names: here it stays in memory.
  await libraryOfScan({ policiesDir }, { log: { warn: () => {} }, signal });
  const session = {
    stdin: (async function* () {})(),
    stdout: nowhere,
    stderr: nowhere,
    environment: { POLICIES_DIR: policiesDir, NODE_COMPILE_CACHE: "none" },
    folder: installation,
    signal,
  };
  for (const format of ["pretty", "json"]) {
    const command = parseArguments(["scan", join(installation, "examples/online-shop"), "--format", format]);
    if (command.command !== "scan") throw new Error(`a scan is understood as ${command.command}`);
    const status = await scanCommand(command, session);
    if (status !== 0) throw new Error(`the example is scanned with status ${status}`);
  }
}

async function main(): Promise<void> {
  acceptClosedOutputs();
  writeWholeOutput();
  process.exitCode = await runCommandLine(process.argv.slice(2));
}

startupSnapshot.setDeserializeMainFunction(() => void main());
void practise(process.argv[2] ?? "");
