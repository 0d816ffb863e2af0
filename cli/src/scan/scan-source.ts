import { exitStatus } from "../arguments/exit-status.ts";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { changesSince } from "../diff/changes.ts";
import { readEarlierReport } from "../diff/earlier-report.ts";
import { distinctObjects } from "../input/distinct-objects.ts";
import { type Input, readInput } from "../input/read-input.ts";
import { readControlLibrary, readJudgedLibrary } from "../library/control-library.ts";
import { isOwnLibrary } from "../library/is-own-library.ts";
import { type Selection, selectControls } from "../library/select-controls.ts";
import { type Summary, summarise } from "../result/summarise.ts";
import { overThreshold } from "../result/threshold.ts";
import { nameOf, pathsOf } from "../source/places.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Session } from "../terminal/session.ts";
import type { Provider } from "./job-log.ts";
import { preloadReport, printReport } from "./print-report.ts";
import { nothingFound, remarks } from "./remarks.ts";
import type { Scanner, ScanRun } from "./scanner.ts";

type Options = {
  session: Session;
  /** Which may still be starting. */
  scanner: Scanner;
  clusterName: string;
  policiesFolder: string;
  /** Where the Job writes what it judges by, unless that is the library of `policiesFolder`. */
  judgedLibraryFile: string;
  progress: Progress;
  signal: AbortSignal;
};

/** Reads the input, has it scanned, prints the report and says what could not be read. Returns the exit status. */
export async function scanSource(command: ScanCommand, options: Options): Promise<number> {
  const { session, scanner, clusterName, progress, signal } = options;
  const { source, verbose } = command;
  const isKnown = isOwnLibrary(command.library);
  const selection = lazily(() => selectionOf(command, options));
  // A name that the library does not have is refused before anything runs.
  if (isKnown && (command.frameworks.length > 0 || command.controls.length > 0)) selection();
  const earlier = command.diff === undefined ? undefined : readEarlierReport(command.diff);
  const input = await readSource(command, { ...session, signal });
  const { objects, repeated } = distinctObjects(input.objects);
  const isEmpty = source.type !== "cluster" && objects.length === 0;
  const run: ScanRun = isEmpty
    ? { judged: [], counts: {}, skipped: [] }
    : await scanner.scan(
        objects.map(({ object }) => object),
        () => {
          preloadReport(command.format);
          if (isKnown) selection();
        },
      );
  progress.done();
  const selected = selectedBy(run, selection, command, options);
  const summary = summarise(run.judged, selected, objects, run.skippedControls);
  const changes = earlier === undefined ? undefined : changesSince(earlier, summary.resources);
  if (command.fix !== undefined) await fix(summary, session, { apply: command.fix === "apply" });
  else await printReport(summary, { command, session, selection: selected, clusterName, objects, run, changes });
  session.stderr.write(remarks({ ...input, repeated, skipped: run.skipped }, verbose));
  if (isEmpty) session.stderr.write(nothingFound(nameOf(source, clusterName, session.folder), input.files));
  const reasons = overThreshold(summary, command.thresholds, changes);
  for (const reason of reasons) session.stderr.write(`Not accepted: ${reason}\n`);
  if (input.unreadable.length > 0) return exitStatus.unreadable;
  return reasons.length > 0 ? exitStatus.overThreshold : exitStatus.scanned;
}

/** What runs on a provider's cluster has more controls, which is known only now. */
function selectedBy(
  { provider }: ScanRun,
  selection: () => Selection,
  command: ScanCommand,
  options: Options,
): Selection {
  return provider === undefined ? selection() : selectionOf(command, options, provider);
}

function selectionOf(
  command: ScanCommand,
  { policiesFolder, judgedLibraryFile }: Options,
  provider?: Provider,
): Selection {
  const scope = command.source.type === "cluster" ? (provider ?? "cluster") : "file";
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

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
