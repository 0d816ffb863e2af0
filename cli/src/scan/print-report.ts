import type { ScanCommand } from "../arguments/parse-arguments.ts";
import type { SourcedObject } from "../input/read-input.ts";
import { jsonReport } from "../json/report.ts";
import type { Selection } from "../library/select-controls.ts";
import { prettyReport } from "../pretty/report.ts";
import { type Summary, summarise } from "../result/summarise.ts";
import { nameOf } from "../source/places.ts";
import { programName, type Session, styleFor, widthOf } from "../terminal/session.ts";
import type { ScanRun } from "./run-scan.ts";
import { writeReport } from "./write-report.ts";

type Finished = {
  command: ScanCommand;
  session: Session;
  selection: Selection;
  clusterName: string;
  objects: SourcedObject[];
  run: ScanRun;
};

/** Writes the report in the format and to the place that the command line says. */
export function printReport(finished: Finished): void {
  const { command, session, selection, objects, run } = finished;
  const summary = summarise(run.scans, selection, objects);
  const text = command.format === "json" ? json(summary, finished) : pretty(summary, finished);
  if (command.output === undefined) session.stdout.write(text);
  else {
    writeReport(command.output, text);
    session.stderr.write(`Report written to ${command.output}\n`);
  }
}

function json(summary: Summary, { command, selection, clusterName }: Finished): string {
  const isByControl = command.controls.length > 0;
  return jsonReport(summary, {
    generatedAt: new Date().toISOString(),
    clusterName,
    isOfFiles: command.source.type !== "cluster",
    targetType: isByControl ? "Control" : "Framework",
    targetNames: isByControl ? command.controls : selection.frameworks.map(({ name }) => name),
  });
}

function pretty(summary: Summary, { command, session, clusterName, run, objects }: Finished): string {
  const { source, output, verbose } = command;
  if (source.type !== "cluster" && objects.length === 0) return "";
  const screen = output === undefined ? session.stdout : undefined;
  const scanned = {
    source,
    name: nameOf(source, clusterName, session.folder),
    objects: source.type === "cluster" ? (run.counts.objects ?? summary.resources.length) : objects.length,
    durationSeconds: performance.now() / 1000,
    program: programName(session.environment),
  };
  return prettyReport(summary, scanned, {
    style: styleFor(screen, session.environment),
    width: widthOf(screen),
    verbose,
  });
}
