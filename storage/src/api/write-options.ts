import { type FieldValidation, parseFieldValidation } from "../objects/read-object.ts";
import { invalid } from "./status.ts";

/** Query of a create, update or patch. */
export type WriteOptions = {
  /** Everything is checked and answered, nothing is stored. */
  dryRun: boolean;
  fieldValidation: FieldValidation;
  /** Who owns the fields that are written: given, or the beginning of the User-Agent. */
  fieldManager: string;
  /** Whether a manager was named, which apply needs. */
  hasFieldManager: boolean;
  force: boolean;
};

export function parseWriteOptions(query: URLSearchParams, userAgent: string | null): WriteOptions {
  const fieldManager = query.get("fieldManager");
  return {
    dryRun: parseDryRun(query.getAll("dryRun")),
    fieldValidation: parseFieldValidation(query.get("fieldValidation")),
    fieldManager: fieldManager || (userAgent ?? "").split("/", 1)[0]?.slice(0, 128) || "unknown",
    hasFieldManager: Boolean(fieldManager),
    force: query.get("force") === "true",
  };
}

/** `All` is the only value there is. */
export function parseDryRun(values: string[]): boolean {
  const given = values.filter((value) => value !== "");
  if (given.every((value) => value === "All")) return given.length > 0;
  throw invalid({ kind: "CreateOptions", group: "meta.k8s.io" }, "", [
    { reason: "FieldValueNotSupported", message: 'Unsupported value: supported values: "All"', field: "dryRun" },
  ]);
}
