import type { Cause } from "../../meta/cause.ts";
import { invalidOptions, type OptionsKind, unsupportedValue } from "../../meta/status.ts";
import type { FieldValidation } from "../../objects/read-object.ts";
import { isTrue } from "../request-info.ts";

/** Query of a create, update or patch. */
export type WriteOptions = {
  /** Everything is checked and answered, nothing is stored. */
  dryRun: boolean;
  fieldValidation: FieldValidation;
  /** Whether fields that are there twice are looked for: it costs time, so only for those who ask, as kubectl does. */
  noticesRepeated: boolean;
  /** Who owns the fields that are written: given, or the beginning of the User-Agent. */
  fieldManager: string;
  /** Whether a manager was named, which apply needs. */
  hasFieldManager: boolean;
  /** `undefined`: not given. */
  force: boolean | undefined;
};

const longestManager = 128;
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** @throws StatusError 422 for values that there are not. */
export function parseWriteOptions(kind: OptionsKind, query: URLSearchParams, userAgent: string | null): WriteOptions {
  const fieldManager = query.get("fieldManager");
  if (fieldManager) checkManager(kind, fieldManager);
  const force = query.get("force");
  return {
    dryRun: parseDryRun(kind, query.getAll("dryRun")),
    fieldValidation: parseFieldValidation(kind, query.get("fieldValidation")),
    noticesRepeated: ["Strict", "Warn"].includes(query.get("fieldValidation") ?? ""),
    fieldManager: fieldManager || managerOf(userAgent ?? "") || "unknown",
    hasFieldManager: Boolean(fieldManager),
    force: force === null ? undefined : isTrue(force),
  };
}

/** What stands before the version, of which nothing is kept that cannot be printed. Node reads one character for each byte of UTF-8. */
function managerOf(userAgent: string): string {
  const [name = ""] = userAgent.split("/", 1);
  return Buffer.from(name.slice(0, longestManager), "latin1").toString().replaceAll(unprintable, "");
}

/** `All` is the only value there is. */
export function parseDryRun(kind: OptionsKind, values: string[]): boolean {
  if (values.every((value) => value === "All")) return values.length > 0;
  throw invalidOptions(kind, unsupportedValue("dryRun", JSON.stringify(values), ["All"]));
}

function parseFieldValidation(kind: OptionsKind, text: string | null): FieldValidation {
  if (text === null || text === "" || text === "Warn") return "Warn";
  if (text === "Ignore" || text === "Strict") return text;
  throw invalidOptions(
    kind,
    unsupportedValue("fieldValidation", JSON.stringify(text), ["", "Ignore", "Strict", "Warn"]),
  );
}

/** It stands in every object that it has written. */
function checkManager(kind: OptionsKind, name: string): void {
  const problem = managerProblem(name);
  if (problem) throw invalidOptions(kind, { ...problem, field: "fieldManager" });
}

function managerProblem(name: string): Omit<Cause, "field"> | undefined {
  if (Buffer.byteLength(name) > longestManager)
    return { reason: "FieldValueTooLong", message: `Too long: may not be more than ${longestManager} bytes` };
  const at = name.search(unprintable);
  if (at < 0) return undefined;
  const code = name.codePointAt(at)?.toString(16).toUpperCase().padStart(4, "0");
  const message = `Invalid value: ${JSON.stringify(name)}: invalid character U+${code} (at position ${at})`;
  return { reason: "FieldValueInvalid", message };
}
