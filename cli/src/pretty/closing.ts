import { severityOf } from "@sortie/wire/plain";
import type { Source } from "../arguments/parse-arguments.ts";
import { countBySeverity } from "../result/order.ts";
import type { Summary } from "../result/summarise.ts";
import { counted } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { severityCounts } from "./severity.ts";
import type { Scanned, View } from "./view.ts";

/** The result in one or two sentences, at the end, where a terminal stops scrolling. */
export function conclusion(summary: Summary, view: View): string[] {
  const { style } = view;
  // All controls pass where there is nothing for them to look at, which is no reason to be proud.
  if (summary.resources.length === 0)
    return [`${style.bold("Result")}  no control has anything to say about these objects`];
  const failed = summary.controls.filter(({ status }) => status === "failed");
  const counts = countBySeverity(failed.map(({ definition }) => severityOf(definition.baseScore)));
  const compliance = style.bold(`${Math.floor(summary.compliance)} % compliant`);
  const verdict =
    failed.length === 0
      ? style.good("no control failed")
      : `${failed.length} of ${counted(summary.controls.length, "control")} failed: ${severityCounts(counts, style)}`;
  return [
    `${style.bold("Result")}  ${compliance}, ${verdict}`,
    ...summary.frameworks.map((one) => frameworkLine(one, view)),
  ];
}

function frameworkLine(
  { name, compliance, controls, isPartial }: Summary["frameworks"][number],
  { style }: View,
): string {
  const share = isPartial ? style.dim(`  the ${counted(controls.length, "control")} of it that this library has`) : "";
  return `        ${printable(name)}  ${Math.floor(compliance)} %${share}`;
}

/** Behind a longer command its explanation is not aligned with the others. */
const longestAligned = 60;

type Suggestion = [command: string, what: string];

/** What to run next: two or three commands that fit what was just done. */
export function nextCommands(
  summary: Summary,
  { source, flags, program }: Scanned,
  { style, verbose }: View,
): string[] {
  const same = commandFor(source, program);
  const again = same === undefined ? undefined : [same, ...flags.map(quoted)].join(" ");
  const [worst] = summary.controls.filter(({ status }) => status === "failed");
  const suggestions: Suggestion[] = [];
  if (source.type === "example") {
    suggestions.push([`${program} scan ./manifests`, "your own files or folders"]);
    suggestions.push([`${program} scan --kubeconfig ~/.kube/config`, "your cluster; nothing is installed in it"]);
  } else if (worst && again !== undefined) {
    suggestions.push([`${again} --control ${worst.definition.id} --verbose`, "one control at a time"]);
  }
  if (!verbose && worst && again !== undefined) {
    suggestions.push([`${again} --verbose`, "every resource, and how to fix each control"]);
  }
  suggestions.push([`${program} scan --help`, "frameworks, namespaces, JSON"]);
  const width = Math.min(longestAligned, Math.max(...suggestions.map(([command]) => command.length)));
  return [
    style.bold("Next"),
    ...suggestions.map(([command, what]) => `  ${command.padEnd(width)}  ${style.dim(what)}`),
  ];
}

/** The command that scans the same source again; `undefined` for standard input, which is gone. */
function commandFor(source: Source, program: string): string | undefined {
  if (source.type === "example") return program;
  if (source.type === "files") {
    return source.paths.includes("-")
      ? undefined
      : [program, "scan", ...source.paths.map(asPath).map(quoted)].join(" ");
  }
  const context = source.context === undefined ? [] : ["--context", source.context];
  return [program, "scan", ...["--kubeconfig", source.kubeconfig, ...context].map(quoted)].join(" ");
}

/** No flag, though it begins as one. */
function asPath(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`;
}
