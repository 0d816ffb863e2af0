import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { exitStatus } from "../arguments/exit-status.ts";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { changesSince } from "../diff/changes.ts";
import { readEarlierReport } from "../diff/earlier-report.ts";
import { distinctObjects } from "../input/distinct-objects.ts";
import { type Input, readInput } from "../input/read-input.ts";
import { readControlLibrary, readJudgedLibrary } from "../library/control-library.ts";
import { isOwnLibrary } from "../library/is-own-library.ts";
import { type Selection, selectControls } from "../library/select-controls.ts";
import type { EmbeddedPrograms } from "../programs/embedded-programs.ts";
import { type Summary, summarise } from "../result/summarise.ts";
import { overThreshold } from "../result/threshold.ts";
import { nameOf, pathsOf } from "../source/places.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Session } from "../terminal/session.ts";
import { printReport } from "./print-report.ts";
import { nothingFound, remarks } from "./remarks.ts";
import { runScan, type ScanRun } from "./run-scan.ts";

type Options = {
  session: Session;
  /** Storage and dispatcher, which may still be starting. */
  programs: Promise<EmbeddedPrograms>;
  clusterName: string;
  /** Where the Job expects the objects, one a line. */
  objectsFile: string;
  policiesFolder: string;
  /** Where the Job writes what it judges by, unless that is the library of `policiesFolder`. */
  judgedLibraryFile: string;
  progress: Progress;
  signal: AbortSignal;
};

/** Reads the input, has it scanned, prints the report and says what could not be read. Returns the exit status. */
export async function scanSource(command: ScanCommand, options: Options): Promise<number> {
  const { session, clusterName, objectsFile, progress, signal } = options;
  const { source, verbose } = command;
  const isKnown = isOwnLibrary(command.library);
  const selection = lazily(() => selectionOf(command, options));
  // A name that the library does not have is refused before anything runs.
  if (isKnown && (command.frameworks.length > 0 || command.controls.length > 0)) selection();
  const earlier = command.diff === undefined ? undefined : readEarlierReport(command.diff);
  const input = await readSource(command, { ...session, signal });
  const { objects, repeated } = distinctObjects(input.objects);
  const isEmpty = source.type !== "cluster" && objects.length === 0;
  writeFileSync(objectsFile, objects.map(({ object }) => `${JSON.stringify(object)}\n`).join(""), { mode: 0o600 });

  const run = isEmpty
    ? { scans: [], counts: {}, skipped: [] }
    : await runWhenReady(command, options, isKnown ? selection : () => {});
  progress.done();
  const summary = summarise(run.scans, selection(), objects);
  const changes = earlier === undefined ? undefined : changesSince(earlier, summary.resources);
  if (command.fix !== undefined) await fix(summary, session, { apply: command.fix === "apply" });
  else await printReport(summary, { command, session, selection: selection(), clusterName, objects, run, changes });
  session.stderr.write(remarks({ ...input, repeated, skipped: run.skipped }, verbose));
  if (isEmpty) session.stderr.write(nothingFound(nameOf(source, clusterName, session.folder), input.files));
  const reasons = overThreshold(summary, command.thresholds, changes);
  for (const reason of reasons) session.stderr.write(`Not accepted: ${reason}\n`);
  if (input.unreadable.length > 0) return exitStatus.unreadable;
  return reasons.length > 0 ? exitStatus.overThreshold : exitStatus.scanned;
}

function selectionOf(command: ScanCommand, { policiesFolder, judgedLibraryFile }: Options): Selection {
  const scope = command.source.type === "cluster" ? "cluster" : "file";
  if (isOwnLibrary(command.library)) return selectControls(readControlLibrary(policiesFolder), command, scope);
  const library = readJudgedLibrary(judgedLibraryFile);
  const isEmpty = library.controls.length === 0;
  return isEmpty ? { controls: [], frameworks: [] } : selectControls(library, command, scope);
}

async function fix({ resources }: Summary, { stdout, stderr }: Session, options: { apply: boolean }): Promise<void> {
  const { fixFiles, fixesText } = await import("../fix/fix-files.ts");
  const fixes = fixFiles(resources, options);
  stdout.write(fixes.patch);
  stderr.write(fixesText(fixes, options));
}

async function readSource({ source, valuesFiles }: ScanCommand, session: Session): Promise<Input> {
  const paths = pathsOf(source);
  return paths
    ? await readInput(paths, { ...session, valuesFiles })
    : { objects: [], files: 0, unreadable: [], notes: [] };
}

/** `meanwhile` is called while the Job works and this process has nothing to do; before, all processors are busy starting. */
async function runWhenReady(
  command: ScanCommand,
  { programs, progress, signal }: Options,
  meanwhile: () => void,
): Promise<ScanRun> {
  const ready = await programs;
  const running = runScan(command, { programs: ready, jobId: randomUUID(), progress, signal, meanwhile });
  return await Promise.race([running, ready.failed]);
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
