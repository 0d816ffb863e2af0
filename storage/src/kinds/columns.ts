import type { Column } from "../meta/kind.ts";
import { humanDuration } from "./age.ts";

export const nameColumn: Column = {
  name: "Name",
  type: "string",
  format: "name",
  description: "Name of the object, unique in its namespace.",
  cell: ({ metadata }) => text(metadata.name),
};

/** kubectl prints what it is given, so the time since then is computed here. */
export const ageColumn: Column = {
  name: "Age",
  type: "date",
  description: "When the object was made.",
  cell: ({ metadata, now }) => {
    const created = Date.parse(text(metadata.creationTimestamp));
    return Number.isNaN(created) ? "<unknown>" : humanDuration(now.getTime() - created);
  },
};

/** A number of the digest. */
export function digestColumn(name: string, position: number, description: string): Column {
  return { name, type: "integer", description, cell: ({ digest }) => digest[position] ?? 0 };
}

/** A label's value, or nothing. */
export function labelColumn(name: string, label: string, description: string): Column {
  return {
    name,
    type: "string",
    description,
    wide: true,
    cell: ({ metadata }) => text((metadata.labels as Record<string, string> | undefined)?.[label]),
  };
}

/** An annotation's value, or nothing. */
export function annotationColumn(name: string, annotation: string, description: string): Column {
  return {
    name,
    type: "string",
    description,
    cell: ({ metadata }) => text((metadata.annotations as Record<string, string> | undefined)?.[annotation]),
  };
}

/** Only with `-o wide`. */
export function wide(column: Column): Column {
  return { ...column, wide: true };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
