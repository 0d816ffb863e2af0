import { describeMisspelt, unknownFields } from "@sortie/posture/policy-fields";
import { ConfigTarget } from "@sortie/wire";
import { z } from "zod";
import { environmentJson } from "../environment-json.ts";
import { goObject, goObjectAsSent } from "./go-object.ts";

const text = z.string().default("");
const names = z.array(z.string()).default([]);

const optionalText = z.string().optional();

/**
 * A posture exception policy. Its fields are matched as Go's decoder does: one that was taken for unknown would accept more
 * than its author wrote. What they hold is checked with the target, and what other fields were meant for is looked at before.
 */
const PolicyOfGo = goObjectAsSent({
  name: text,
  policyType: optionalText,
  posturePolicies: z
    .array(
      goObjectAsSent({
        frameworkName: optionalText,
        controlID: optionalText,
        controlName: optionalText,
        ruleName: optionalText,
      }),
    )
    .optional(),
  resources: z
    .array(goObject({ designatorType: optionalText, attributes: z.record(z.string(), z.string()).default({}) }))
    .optional(),
  objectSelector: z.unknown().optional(),
  expirationDate: optionalText,
});

/** The object of a scan of one object, as much of it as its name needs. */
const ScanObject = goObject({
  apiVersion: z.string().default(""),
  kind: z.string().default(""),
  metadata: goObject({ name: z.string().default(""), namespace: z.string().default("") }),
});

/**
 * `args.scanV1` of `kubescapeScan` (docs/reference/control-plane.md, "kubescapeScan"). Fields without a meaning for a
 * Job that evaluates the bundled library (`account`, `accessKey`, `format`, `submit`, `hostScanner` …) are dropped.
 */
const ScanV1 = goObject({
  targetType: z.string().default(""),
  targetNames: names,
  includeNamespaces: names,
  excludedNamespaces: names,
  scanObject: ScanObject.optional(),
  isDeletedScanObject: z.boolean().default(false),
  exceptions: z.array(PolicyOfGo).default([]),
  excludeControls: names,
});

/**
 * Of a target, as its Job's environment has it: with the fields that a sender leaves out it can be several times as long as
 * the command. A Linux program is given no variable of more than 131,072 bytes (execve(2)), and that one has ids besides.
 */
const largestTargetBytes = 100_000;

/** Names that mean every control, whatever the target's type. The empty name is Kubescape's default for `all`. */
const everything = new Set(["", "all"]);

/**
 * What a `kubescapeScan` asks to be scanned, in one canonical form: sorted, without doubles, so that equal requests are
 * equal values.
 *
 * A request that narrows the scan in a way this dispatcher cannot keep is refused: a report about more than was asked
 * for, or without the exceptions that were sent along, would be read as an answer to the question. So is one with an exception
 * that would accept more than its author wrote, because a field that it lacks is there under nearly the same name.
 */
export function configTargetOf(
  args: Record<string, unknown>,
): { ok: true; target: ConfigTarget } | { ok: false; message: string } {
  if (!("scanV1" in args)) return { ok: false, message: missingRequest(args) };
  const parsed = ScanV1.safeParse(args.scanV1);
  if (!parsed.success) return { ok: false, message: `args.scanV1: ${z.prettifyError(parsed.error)}` };
  const scan = parsed.data;
  const narrowing = unsupportedNarrowing(scan);
  if (narrowing !== undefined) return { ok: false, message: `args.scanV1.${narrowing} is not supported yet` };
  const { exceptions } = scan;
  const misspelt = unknownFields(exceptions).find(({ missing }) => missing !== undefined);
  if (misspelt !== undefined) {
    return { ok: false, message: `args.scanV1: ${describeMisspelt(`exceptions[${misspelt.index}]`, misspelt)}` };
  }
  const target = ConfigTarget.safeParse({
    type: "config",
    ...scopeOf(scan),
    ...controlsOf(scan),
    ...(exceptions.length > 0 && { exceptions }),
  });
  if (!target.success) return { ok: false, message: `args.scanV1: ${asSent(target.error)}` };
  const bytes = Buffer.byteLength(environmentJson(target.data));
  if (bytes <= largestTargetBytes) return { ok: true, target: target.data };
  return { ok: false, message: `args.scanV1 comes to ${bytes} bytes, and a scan takes ${largestTargetBytes}` };
}

/** Keys directly inside `args` are the only ones whose case counts. */
function missingRequest(args: Record<string, unknown>): string {
  const other = Object.keys(args).find((key) => key.toLowerCase() === "scanv1");
  return `args.scanV1 is missing${other === undefined ? "" : `; args.${other} is not the same`}`;
}

const sentAs: Record<string, string[]> = {
  "object.apiVersion": ["scanObject", "apiVersion"],
  "object.kind": ["scanObject", "kind"],
  "object.name": ["scanObject", "metadata", "name"],
  "object.namespace": ["scanObject", "metadata", "namespace"],
};

/** The problems of a target, by the names that its fields have in a command. */
function asSent({ issues }: z.ZodError): string {
  const sent = (path: PropertyKey[]): PropertyKey[] => {
    if (path[0] === "frameworks" || path[0] === "controls") return ["targetNames"];
    return sentAs[path.map(String).join(".")] ?? path;
  };
  return z.prettifyError({ issues: issues.map(({ message, path }) => ({ message, path: sent(path) })) });
}

function unsupportedNarrowing(scan: z.infer<typeof ScanV1>): string | undefined {
  if (scan.isDeletedScanObject) return "isDeletedScanObject";
  return scan.excludeControls.length > 0 ? "excludeControls" : undefined;
}

/** The object that is named decides alone where it is. */
function scopeOf({ scanObject, ...scan }: z.infer<typeof ScanV1>) {
  if (scanObject !== undefined) {
    const { apiVersion, kind, metadata } = scanObject;
    return { includeNamespaces: [], excludedNamespaces: [], object: { apiVersion, kind, ...metadata } };
  }
  const includeNamespaces = canonical(scan.includeNamespaces);
  const isExcluding = includeNamespaces.length === 0;
  return { includeNamespaces, excludedNamespaces: isExcluding ? canonical(scan.excludedNamespaces) : [] };
}

/** Empty lists mean every control: also for a type that is missing or unknown, as Kubescape's scanner reads them. */
function controlsOf(scan: z.infer<typeof ScanV1>): { frameworks: string[]; controls: string[] } {
  const type = scan.targetType.toLowerCase();
  const isEverything =
    scan.targetNames.length === 0 || scan.targetNames.some((name) => everything.has(name.toLowerCase()));
  if (isEverything || (type !== "framework" && type !== "control")) return { frameworks: [], controls: [] };
  const targets = canonicalNames(scan.targetNames);
  return type === "framework" ? { frameworks: targets, controls: [] } : { frameworks: [], controls: targets };
}

function canonical(values: string[]): string[] {
  return [...new Set(values.filter((value) => value !== ""))].toSorted();
}

/** Framework names and control IDs are compared without regard to case; the first spelling is kept. */
function canonicalNames(values: string[]): string[] {
  const spellings = new Map<string, string>();
  for (const value of values) if (!spellings.has(value.toLowerCase())) spellings.set(value.toLowerCase(), value);
  return [...spellings.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, spelling]) => spelling);
}
