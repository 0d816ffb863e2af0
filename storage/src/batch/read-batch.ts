import type { ScannedControl } from "@sortie/wire";
import { workloadConfigurationScan as scanKind } from "../kinds/posture.ts";
import { scannedControl } from "../kinds/types/posture.ts";
import { batchedScan } from "../kinds/types/scan-batch.ts";
import type { Cause } from "../meta/cause.ts";
import type { Kind } from "../meta/kind.ts";
import { invalid, StatusError } from "../meta/status.ts";
import { isLabelName } from "../objects/names.ts";
import { allowedWarnings, type FieldValidation, readPartialObject } from "../objects/read-object.ts";
import { type Growth, grow, leastLength } from "../schema/growth.ts";
import { list, message, raw } from "../schema/message.ts";
import { type Findings, readMessage } from "../schema/read-message.ts";
import { type BatchVerdict, batchVerdict, type Scan, scanOf } from "./scan.ts";

/** More would hold up other requests and other writers for too long. */
const mostScans = 500;
/** Of all scans as they are stored: a verdict stands in a batch once, and may be named by every scan. */
const mostStoredCharacters = 16 * 1024 * 1024;

/** More of them tell nobody more. */
const mostCauses = 20;

/** A scan of a batch, or why it is refused. */
export type BatchItem = { ok: true; scan: Scan } | { ok: false; error: StatusError };

export type Batch = { items: BatchItem[]; warnings: string[] };

/** The batch as it is read first: what is wrong with one verdict or scan does not lose the others. */
const frame = message("WorkloadConfigurationScanBatchSpec", "", {
  verdicts: [1, list(raw), ""],
  scans: [2, list(raw), ""],
});

/** `repeated`: what was found in the body more than once. `growth`: of all its verdicts and scans. */
type Reading = { repeated: string[]; growth: Growth };

/**
 * Reads the body of a batch.
 *
 * @throws StatusError 400 for another kind and for unknown fields in strict mode, 413 for more than a batch may be, 422
 * where there is no list of scans. OutgrownError.
 */
export function readBatch(
  kind: Kind,
  body: unknown,
  validation: FieldValidation,
  { repeated, growth }: Reading,
): Batch {
  const { read, findings } = readMessage(frame, readPartialObject(kind, body).spec ?? {});
  if (findings.wrong.length > 0) throw invalid(kind, "", causesOf(findings, "spec."));
  const { verdicts, scans } = read as { verdicts: unknown[] | null; scans: unknown[] | null };
  if ((scans ?? []).length > mostScans) throw tooLarge(`a batch may have at most ${mostScans} scans`);

  const unknownFields = findings.unknown.map((path) => `spec.${path}`);
  const parts = { growth, unknownFields };
  const known = (verdicts ?? []).map((sent, index) => readVerdict(sent, `spec.verdicts[${index}]`, parts));
  const items = (scans ?? []).map((sent, index) => readScan(sent, known, `spec.scans[${index}]`, parts));
  const stored = items.reduce((sum, item) => sum + (item.ok ? item.scan.bodyLength : 0), 0);
  if (stored > mostStoredCharacters)
    throw tooLarge(`the scans of a batch may have at most ${mostStoredCharacters} bytes`);
  return {
    items,
    warnings: allowedWarnings(
      kind,
      [...repeated, ...unknownFields.map((path) => `unknown field "${path}"`)],
      validation,
    ),
  };
}

type ReadVerdict = { ok: true; verdict: BatchVerdict } | { ok: false; causes: Cause[] };

/** What is shared by all parts of a batch. */
type Parts = { growth: Growth; unknownFields: string[] };

function readVerdict(sent: unknown, at: string, { growth, unknownFields }: Parts): ReadVerdict {
  grow(growth, leastLength(scannedControl));
  const { read, findings } = readMessage(scannedControl, sent, growth);
  unknownFields.push(...findings.unknown.map((path) => `${at}.${path}`));
  if (findings.wrong.length > 0) return { ok: false, causes: causesOf(findings, `${at}.`) };
  const verdict = read as ScannedControl;
  if (isKey(verdict.controlID)) return { ok: true, verdict: batchVerdict(verdict) };
  return { ok: false, causes: [cause(`${at}.controlID`, `${JSON.stringify(verdict.controlID)}: is no control`)] };
}

/** What it is, is the key of a map; the other would change the map's prototype. */
function isKey(controlId: string): boolean {
  return controlId !== "" && controlId !== "__proto__";
}

type SentScan = Omit<Scan, "verdicts"> & { verdicts: number[] | null };

function readScan(
  sent: unknown,
  known: readonly ReadVerdict[],
  at: string,
  { growth, unknownFields }: Parts,
): BatchItem {
  const { read, findings } = readMessage(batchedScan, sent, growth);
  unknownFields.push(...findings.unknown.map((path) => `${at}.${path}`));
  const name = (read.metadata as { name?: unknown } | undefined)?.name;
  const refused = (causes: Cause[]): BatchItem => {
    return { ok: false, error: invalid(scanKind, typeof name === "string" ? name : "", causes) };
  };
  if (findings.wrong.length > 0) return refused(causesOf(findings, `${at}.`));
  const { verdicts: positions, ...entry } = read as SentScan;
  const namespaceCauses = causesOfNamespace(entry.metadata.namespace, `${at}.metadata.namespace`);
  if (namespaceCauses.length > 0) return refused(namespaceCauses);
  const { verdicts, causes } = chosen(positions ?? [], known, `${at}.verdicts`);
  if (causes.length > 0) return refused(causes);
  return { ok: true, scan: scanOf(entry, verdicts) };
}

/** In a URL nothing else than a label would be a namespace, and `..` another place. */
function causesOfNamespace(name: string, field: string): Cause[] {
  if (name === "") return [{ reason: "FieldValueRequired", message: "Required value", field }];
  return isLabelName(name) ? [] : [cause(field, `${JSON.stringify(name)}: is no name of a namespace`)];
}

/** The verdicts at these positions: all of them there, and one of each control. */
function chosen(positions: readonly number[], known: readonly ReadVerdict[], at: string) {
  const verdicts = new Map<string, BatchVerdict>();
  const causes: Cause[] = [];
  for (const [index, position] of positions.entries()) {
    if (causes.length >= mostCauses) break;
    const found = known[position];
    if (!found) causes.push(cause(`${at}[${index}]`, `${position}: the batch has no such verdict`));
    else if (!found.ok) causes.push(...found.causes);
    else if (verdicts.has(found.verdict.id))
      causes.push(cause(`${at}[${index}]`, `${found.verdict.id}: is there twice`));
    else verdicts.set(found.verdict.id, found.verdict);
  }
  return { verdicts: [...verdicts.values()], causes };
}

function causesOf({ wrong }: Findings, at: string): Cause[] {
  return wrong.map(({ path, message: what, reason }) => cause(`${at}${path}`, what, reason));
}

function cause(field: string, what: string, reason = "FieldValueInvalid"): Cause {
  return { reason, message: `Invalid value: ${what}`, field };
}

function tooLarge(why: string): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", why);
}
