import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "@sortie/posture";
import type { UnknownNamespace } from "@sortie/posture/unknown-namespaces";
import { z } from "zod";
import { counted } from "../terminal/layout.ts";
import type { SkippedException } from "./scanner.ts";

/** What config-scan says on its way (docs/reference/logging.md), as far as a person wants to know. */
const Line = z.object({
  msg: z.string(),
  /** How many were selected; or why some were skipped, by id. */
  controls: z
    .union([z.int(), z.record(z.string(), z.string())])
    .optional()
    .catch(undefined),
  provider: z.enum(["EKS", "GKE", "AKS"]).optional().catch(undefined),
  objects: z.int().optional().catch(undefined),
  resources: z.int().optional().catch(undefined),
  rule: z.string().optional(),
  reason: z.string().optional(),
  namespace: z.string().optional(),
  kind: z.string().optional(),
  resource: z.string().optional(),
  suggestion: z.string().optional(),
});
type Line = z.infer<typeof Line>;

/** The file of the Job that started last; `undefined` before the first. */
export function lastLog(folder: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".log")) : [];
  return names
    .toSorted()
    .map((name) => join(folder, name))
    .at(-1);
}

/** The lines written so far. What is no line of a program's log, a stack for example, is left out. */
export function readJobLog(folder: string): Line[] {
  const file = lastLog(folder);
  if (file === undefined) return [];
  return readFileSync(file, "utf8").split("\n").flatMap(parseLine);
}

function parseLine(text: string): Line[] {
  if (!text.startsWith("{")) return [];
  try {
    const parsed = Line.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return []; // the end of a line that is being written
  }
}

/** How far the Job is: `scanning: 26 controls, 1,250 objects read`. */
export function progressOf(lines: Line[]): string {
  const of = (msg: string) => lines.find((line) => line.msg === msg);
  const parts = [
    ...[of("controls selected")?.controls].map((number) => typeof number === "number" && counted(number, "control")),
    ...[(of("objects read") ?? lines.findLast(({ msg }) => msg === "reading objects"))?.objects].map(
      (number) => number !== undefined && `${counted(number, "object")} read`,
    ),
    ...[of("rules evaluated")?.resources].map(
      (number) => number !== undefined && `${counted(number, "resource")} judged`,
    ),
  ].filter((part) => part !== false);
  return parts.length === 0 ? "scanning" : `scanning: ${parts.join(", ")}`;
}

/** Rules that could not judge everything, and why. */
export function skippedRules(lines: Line[]): { rule: string; reason: string }[] {
  return lines.flatMap(({ msg, rule, reason }) =>
    msg === "rule skipped" && rule !== undefined && reason !== undefined ? [{ rule, reason }] : [],
  );
}

type ScanFacts = {
  skippedExceptions: SkippedException[];
  provider: Provider | undefined;
  skippedControls: Record<string, string>;
  unknownNamespaces: UnknownNamespace[];
};

/**
 * What is known of the scan besides its results: where the cluster runs, why controls that judged nothing did not, which of
 * its exceptions cannot be used, and which namespaces it does not have.
 */
export function scanFacts(lines: Line[]): ScanFacts {
  const provider = lines.find(({ msg }) => msg === "controls selected")?.provider;
  const skipped = lines.find(({ msg }) => msg === "controls skipped")?.controls;
  const unknownNamespaces = lines.flatMap(({ msg, namespace, suggestion }) =>
    msg === "namespace not found" && namespace !== undefined ? [{ namespace, suggestion }] : [],
  );
  const skippedControls = typeof skipped === "object" ? skipped : {};
  return { provider, skippedControls, skippedExceptions: skippedExceptions(lines), unknownNamespaces };
}

/** As `SecurityException shop/known`. */
function skippedExceptions(lines: Line[]): SkippedException[] {
  return lines.flatMap(({ msg, kind, namespace, resource, reason }) => {
    if (msg !== "exception skipped" || kind === undefined || resource === undefined || reason === undefined) return [];
    return [{ exception: `${kind} ${namespace ? `${namespace}/` : ""}${resource}`, reason }];
  });
}
