import { editsOf } from "@sortie/posture/fixes";
import { severityOf } from "@sortie/wire/plain";
import { escapeMarkup } from "../markup/escape.ts";
import { adviceText } from "../result/advice-text.ts";
import { shownName } from "../result/resource-id.ts";
import type { ControlResult, ResourceResult, Summary } from "../result/summarise.ts";

/**
 * The result as JUnit XML, which every CI system shows: a suite for each framework that was asked for, or one for all
 * controls, and a test case for each control. `durationSeconds` is the whole scan's.
 */
export function junitReport(summary: Summary, { durationSeconds }: { durationSeconds: number }): string {
  const { frameworks, controls, resources } = summary;
  const suites = frameworks.length > 0 ? frameworks : [{ name: "All controls", controls }];
  const all = suites.flatMap((suite) => suite.controls);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Sortie" ${counts(all)} time="${durationSeconds.toFixed(3)}">`,
    ...suites.flatMap((suite) => [
      `  <testsuite name="${escapeMarkup(suite.name)}" ${counts(suite.controls)}>`,
      ...suite.controls.flatMap((control) => testCase(control, suite.name, resources)),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function counts(controls: readonly ControlResult[]): string {
  const of = (status: string) => controls.filter((control) => control.status === status).length;
  return `tests="${controls.length}" failures="${of("failed")}" skipped="${of("skipped")}" errors="0"`;
}

function testCase(control: ControlResult, suite: string, resources: readonly ResourceResult[]): string[] {
  const { definition, status, subStatus, info } = control;
  const name = escapeMarkup(`${definition.id} ${definition.name}`);
  const open = `    <testcase classname="${escapeMarkup(suite)}" name="${name}"`;
  if (status === "passed") return [`${open}/>`];
  if (status === "skipped") {
    const reason = escapeMarkup([subStatus, info].filter((part) => part !== "").join(": "));
    return [`${open}>`, `      <skipped message="${reason}"/>`, "    </testcase>"];
  }
  return [`${open}>`, ...failure(control, resources), "    </testcase>"];
}

function failure(
  { definition, resources: { failed, passed, skipped } }: ControlResult,
  resources: readonly ResourceResult[],
): string[] {
  const severity = severityOf(definition.baseScore);
  const message = `${failed} of ${failed + passed + skipped} resources failed`;
  const lines = resources.flatMap((resource) => failureLines(definition.id, resource));
  const text = [...lines, "", definition.remediation.trimEnd()].map(escapeMarkup).join("\n");
  return [`      <failure type="${severity}" message="${message}">${text}</failure>`];
}

/** A resource that fails the control, where it was read, and what to change in it. */
function failureLines(id: string, { name, source, controls }: ResourceResult): string[] {
  const own = controls.filter(({ controlID, status }) => controlID === id && status.status === "failed");
  if (own.length === 0) return [];
  const place = source === undefined ? "" : ` (${source.place.file}:${source.place.line ?? 1})`;
  const changes = editsOf(own).flatMap(({ advice }) => adviceText(advice) ?? []);
  return [`${shownName(name)}${place}`, ...changes.map((change) => `  ${change}`)];
}
