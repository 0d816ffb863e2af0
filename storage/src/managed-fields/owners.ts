import type { FieldSet } from "../meta/fields-v1.ts";
import { apiVersion, type Kind } from "../meta/kind.ts";
import type { ManagedFieldsEntry } from "../meta/metadata.ts";
import { isEmpty, noFields, union } from "./field-set.ts";

/** Who writes: a manager that applies and one that updates are two, even when they have one name. */
export type Owner = { manager: string; operation: ManagedFieldsEntry["operation"]; subresource?: string | undefined };

/** An object that everybody updates would remember everybody: the oldest are kept under one name. */
const updatersLimit = 10;
const merged: Owner = { manager: "ancient-changes", operation: "Update" };

export function ownedBy(entries: ManagedFieldsEntry[], owner: Owner): FieldSet {
  return entries.find((entry) => isOf(entry, owner))?.fieldsV1 ?? noFields;
}

export function ownedByOthers(entries: ManagedFieldsEntry[], owner: Owner): ManagedFieldsEntry[] {
  return entries.filter((entry) => !isOf(entry, owner));
}

/** The entries with what `owner` owns replaced, without those who own nothing. */
export function withOwner(
  kind: Kind,
  entries: ManagedFieldsEntry[],
  owner: Owner,
  fields: FieldSet,
  time: string,
): ManagedFieldsEntry[] {
  const { manager, operation, subresource } = owner;
  const entry: ManagedFieldsEntry = {
    manager,
    operation,
    apiVersion: apiVersion(kind),
    time,
    fieldsType: "FieldsV1",
    fieldsV1: fields,
    ...(subresource && { subresource }),
  };
  const all = [...ownedByOthers(entries, owner), entry].filter(({ fieldsV1 }) => !isEmpty(fieldsV1));
  return bounded(kind, all).toSorted(inOrder);
}

/** Who applies before who updates, then by time and name, as Kubernetes writes them. */
function inOrder(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return compared(a.operation, b.operation) || compared(a.time ?? "", b.time ?? "") || compared(a.manager, b.manager);
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function bounded(kind: Kind, entries: ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  const updaters = entries.filter(({ operation }) => operation === "Update");
  if (updaters.length <= updatersLimit) return entries;
  const old = new Set(updaters.slice(0, updaters.length - updatersLimit + 1));
  const fields = [...old].map(({ fieldsV1 }) => fieldsV1).reduce(union);
  const kept = entries.filter((entry) => !old.has(entry));
  return [{ ...merged, apiVersion: apiVersion(kind), fieldsType: "FieldsV1", fieldsV1: fields }, ...kept];
}

export function isOf(entry: ManagedFieldsEntry, { manager, operation, subresource }: Owner): boolean {
  return entry.manager === manager && entry.operation === operation && entry.subresource === subresource;
}
