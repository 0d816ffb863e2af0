import type { Provider } from "@sortie/posture";
import { exitStatus } from "../arguments/exit-status.ts";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { changesSince } from "../diff/changes.ts";
import { distinctObjects } from "../input/distinct-objects.ts";
import type { During } from "../input/kubernetes-objects.ts";
import { type Input, readInput } from "../input/read-input.ts";
import { TextStore } from "../input/text-store.ts";
import { unknownTypes } from "../input/unknown-types.ts";
import type { ControlLibrary } from "../library/control-library.ts";
import { type Selection, selectControls } from "../library/select-controls.ts";
import { type Summary, summarise } from "../result/summarise.ts";
import { nameOf, pathsOf } from "../source/places.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Session } from "../terminal/session.ts";
import { missedNamespaces, missedNamespacesText } from "./missed-namespaces.ts";
import { preloadReport, printReport } from "./print-report.ts";
import { nothingFound, remarks } from "./remarks.ts";
import type { Scanner, ScanRun } from "./scanner.ts";
import { overThreshold, withoutObjects } from "./threshold.ts";

type Options = {
  session: Session;
  /** Which may still be starting. */
  scanner: Scanner;
  clusterName: string;
  progress: Progress;
  signal: AbortSignal;
};

/** Enough for twenty thousand objects; those beyond are read again for the report. */
const mostMaskedBytes = 32 * 2 ** 20;

/** Reads the input, has it scanned, prints the report and says what could not be read. Returns the exit status. */
export async function scanSource(command: ScanCommand, options: Options): Promise<number> {
  const { session, scanner, clusterName, progress, signal } = options;
  const { source, verbose } = command;
  await refuseUnknownNames(command, scanner);
  const earlier = command.diff === undefined ? undefined : (await loadDiff()).readEarlierReport(command.diff);
  if (source.type !== "cluster") progress.step("reading");
  const onObject = await scanner.begin?.();
  const input = await readSource(command, { ...session, signal, onObject });
  const { objects, repeated } = distinctObjects(input.objects);
  const isEmpty = source.type !== "cluster" && objects.length === 0;
  const run: ScanRun = isEmpty
    ? { judged: [], counts: {}, skipped: [] }
    : await scanner.scan(
        objects.map(({ object }) => object),
        () => {
          preloadReport(command.format);
          void scanner.library?.();
        },
      );
  progress.done();
  const selected = selectFor(command, run.library ?? (await scanner.library?.()), run.provider);
  const summary = summarise(run.judged, selected, objects, run.skippedControls);
  const changes = earlier === undefined ? undefined : changesSince(earlier, summary.resources);
  let isWritten = true;
  if (command.fix !== undefined) isWritten = await fix(summary, session, { apply: command.fix === "apply", signal });
  else await printReport(summary, { command, session, selection: selected, clusterName, objects, run, changes });
  session.stderr.write(remarks({ ...input, ...run, repeated, unknownTypes: unknownTypes(objects) }, verbose));
  const missed = missedNamespaces(command, run, objects);
  if (isEmpty) session.stderr.write(nothingFound(nameOf(source, clusterName, session.folder), input.files));
  else session.stderr.write(missedNamespacesText(command, missed));
  const reasons = isEmpty ? withoutObjects(command.thresholds) : overThreshold(summary, command.thresholds, changes);
  for (const reason of reasons) session.stderr.write(`Not accepted: ${reason}\n`);
  const isPartial = input.unreadable.length > 0 || !isWritten || missed.isAll || (isEmpty && reasons.length > 0);
  return statusOf({ isPartial, isAccepted: reasons.length === 0 });
}

/** What was not looked at, or not changed as asked, cannot be accepted, so that comes first. */
function statusOf({ isPartial, isAccepted }: { isPartial: boolean; isAccepted: boolean }): number {
  if (isPartial) return exitStatus.unreadable;
  return isAccepted ? exitStatus.scanned : exitStatus.overThreshold;
}

/** A name that the library does not have is refused before anything runs. */
async function refuseUnknownNames(command: ScanCommand, { library }: Scanner): Promise<void> {
  if (library && (command.frameworks.length > 0 || command.controls.length > 0)) selectFor(command, await library());
}

/** A scan that had nothing to judge need not know what by. What runs on a provider's cluster has more controls. */
function selectFor(command: ScanCommand, library: ControlLibrary | undefined, provider?: Provider): Selection {
  const scope = command.source.type === "cluster" ? (provider ?? "cluster") : "file";
  if (library === undefined || library.controls.length === 0) return { controls: [], frameworks: [] };
  return selectControls(library, command, scope);
}

type Fixing = { apply: boolean; signal: AbortSignal };

/** Returns whether every file that is to be changed was. */
async function fix({ resources }: Summary, { stdout, stderr }: Session, options: Fixing): Promise<boolean> {
  const { fixFiles, fixesText } = await import("../fix/fix-files.ts");
  const fixes = await fixFiles(resources, options);
  stdout.write(fixes.patch);
  stderr.write(fixesText(fixes, options));
  return fixes.unwritten.length === 0;
}

function loadDiff() {
  return import("../diff/earlier-report.ts");
}

type Reading = Session & Pick<During, "onObject">;

async function readSource({ source, valuesFiles, format }: ScanCommand, reading: Reading): Promise<Input> {
  const paths = pathsOf(source);
  if (!paths) return { objects: [], files: 0, unreadable: [], notes: [], repeatedKeys: [] };
  const masked = format === "json" ? new TextStore(mostMaskedBytes) : undefined;
  return await readInput(paths, { ...reading, valuesFiles, masked });
}
