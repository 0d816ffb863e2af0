import type { Format } from "../arguments/options.ts";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import type { Changes } from "../diff/changes.ts";
import type { SourcedObject } from "../input/read-input.ts";
import type { Selection } from "../library/select-controls.ts";
import type { Summary } from "../result/summarise.ts";
import { nameOf } from "../source/places.ts";
import { programName, type Session, styleFor, widthOf } from "../terminal/session.ts";
import { version } from "../version.ts";
import type { ScanRun } from "./scanner.ts";
import { writeReport } from "./write-report.ts";

type Finished = {
  command: ScanCommand;
  session: Session;
  selection: Selection;
  clusterName: string;
  objects: SourcedObject[];
  run: ScanRun;
  /** Since the earlier report that the command line names. */
  changes: Changes | undefined;
};

/** Writes the report in the format and to the place that the command line says. */
export async function printReport(summary: Summary, finished: Finished): Promise<void> {
  const { command, session } = finished;
  const chunks = inChunks(await writers[command.format](summary, finished));
  if (command.output === undefined) for (const chunk of chunks) session.stdout.write(chunk);
  else {
    writeReport(command.output, chunks);
    session.stderr.write(`Report written to ${command.output}\n`);
  }
}

/** A report as a whole, or in pieces. */
type Text = string | Iterable<string>;

/** A scan loads only the format it writes. */
const load = {
  pretty: () => import("../pretty/report.ts"),
  json: () => import("../json/report.ts"),
  junit: () => import("../junit/report.ts"),
  sarif: () => import("../sarif/report.ts"),
  html: () => import("../html/report.ts"),
  prometheus: () => import("../prometheus/report.ts"),
};

/** Loads what writes a format, to have it when there is something to write. */
export function preloadReport(format: Format): void {
  load[format]().catch(() => {}); // `printReport` meets the same
}

const writers: Record<Format, (summary: Summary, finished: Finished) => Promise<Text>> = {
  pretty,
  json,
  junit: async (summary) => {
    const { junitReport } = await load.junit();
    return junitReport(summary, { durationSeconds: durationSeconds() });
  },
  sarif: async (summary, { session }) => {
    const { sarifReport } = await load.sarif();
    const { log, said } = sarifReport(summary, { version: version() });
    if (said !== "") session.stderr.write(`${said}\n`);
    return log;
  },
  html: async (summary, finished) => {
    const { htmlReport } = await load.html();
    const { name, objects } = scannedThings(summary, finished);
    return htmlReport(summary, { name, objects, generatedAt: new Date().toISOString() });
  },
  prometheus: async (summary) => {
    const { prometheusReport } = await load.prometheus();
    return prometheusReport(summary);
  },
};

/** Characters that are written at once. */
const chunkLength = 65_536;

function* inChunks(text: Text): Generator<string> {
  let chunk = "";
  for (const piece of typeof text === "string" ? [text] : text) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

async function json(summary: Summary, { command, selection, clusterName, run }: Finished): Promise<Text> {
  const { jsonReport } = await load.json();
  const isByControl = command.controls.length > 0;
  return jsonReport(summary, {
    generatedAt: new Date().toISOString(),
    clusterName,
    provider: run.provider,
    isOfFiles: command.source.type !== "cluster",
    targetType: isByControl ? "Control" : "Framework",
    targetNames: isByControl ? command.controls : selection.frameworks.map(({ name }) => name),
  });
}

async function pretty(summary: Summary, finished: Finished): Promise<string> {
  const { command, session, objects, changes } = finished;
  const { source, output, verbose, diff } = command;
  if (source.type !== "cluster" && objects.length === 0) return "";
  const { prettyReport } = await load.pretty();
  const screen = output === undefined ? session.stdout : undefined;
  const scanned = {
    source,
    flags: judgingFlags(command),
    ...scannedThings(summary, finished),
    durationSeconds: durationSeconds(),
    program: programName(session.environment),
    ...(changes !== undefined && diff !== undefined && { since: { report: diff, changes } }),
  };
  return prettyReport(summary, scanned, {
    style: styleFor(screen, session.environment),
    width: widthOf(screen),
    verbose,
  });
}

/** What the report's own suggestions have to repeat. */
function judgingFlags({ library, exceptions, valuesFiles }: ScanCommand): string[] {
  const given: [flag: string, value: string | undefined][] = [
    ["--use-artifacts-from", library.artifacts],
    ["--policies", library.policies],
    ["--controls-config", library.controlInputs],
    ["--exceptions", exceptions],
    ...valuesFiles.map((file): [string, string] => ["--values", file]),
  ];
  return given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
}

/** What was scanned, as the person would call it, and how many objects it had. */
function scannedThings({ resources }: Summary, { command: { source }, session, clusterName, run, objects }: Finished) {
  return {
    name: nameOf(source, clusterName, session.folder),
    objects: source.type === "cluster" ? (run.counts.objects ?? resources.length) : objects.length,
  };
}

/** Since the command started. */
function durationSeconds(): number {
  return performance.now() / 1000;
}
