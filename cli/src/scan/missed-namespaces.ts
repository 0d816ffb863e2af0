import { namedNamespaces, type UnknownNamespace, unknownNamespaces } from "@sortie/posture/unknown-namespaces";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import type { ManifestObject } from "../input/manifest-object.ts";
import { printable } from "../terminal/printable.ts";
import type { ScanRun } from "./scanner.ts";

type Named = Pick<ScanCommand, "includeNamespaces" | "excludedNamespaces">;
type Placed = Pick<ManifestObject, "kind" | "apiVersion" | "namespace" | "name">;

/** What the command line says of namespaces and does not hold. */
export type MissedNamespaces = {
  unknown: UnknownNamespace[];
  /** Namespaces were asked for, there are some, and none of them was meant: a scan of nothing is no good result. */
  isAll: boolean;
};

/** The scan of a cluster found out what is unknown; of files, their objects tell. */
export function missedNamespaces(
  command: Named & { source: Pick<ScanCommand["source"], "type"> },
  { unknownNamespaces: found = [] }: Pick<ScanRun, "unknownNamespaces">,
  objects: { object: Placed }[],
): MissedNamespaces {
  const { includeNamespaces: included } = command;
  if (command.source.type === "cluster") return { unknown: found, isAll: areAllOf(found, included) };
  if (namedNamespaces(command).length === 0) return { unknown: [], isAll: false };
  const known = new Set(objects.map(({ object }) => namespaceOf(object)).filter((name) => name !== ""));
  const unknown = unknownNamespaces(command, known);
  // Objects of files that name no namespace at all are scanned, whatever was asked for.
  return { unknown, isAll: known.size > 0 && areAllOf(unknown, included) };
}

function areAllOf(unknown: UnknownNamespace[], included: string[]): boolean {
  const missed = new Set(unknown.map(({ namespace }) => namespace));
  return included.length > 0 && included.every((name) => missed.has(name));
}

/** For standard error; empty where all were found. */
export function missedNamespacesText({ includeNamespaces }: Named, { unknown, isAll }: MissedNamespaces): string {
  const flag = includeNamespaces.length > 0 ? "--include-namespaces" : "--exclude-namespaces";
  const lines = unknown.map(({ namespace, suggestion }) => {
    const question = suggestion === undefined ? "" : ` Did you mean ${printable(suggestion)}?`;
    return `${flag} ${printable(namespace)} matches nothing.${question}`;
  });
  if (isAll) lines.push("Nothing was scanned but objects without a namespace.");
  return lines.map((line) => `${line}\n`).join("");
}

/** A Namespace is in itself. */
function namespaceOf({ kind, apiVersion, namespace, name }: Placed): string {
  return kind === "Namespace" && apiVersion === "v1" ? name : namespace;
}
