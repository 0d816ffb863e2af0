export type Fields = Record<string, unknown>;

/** A field that a pattern has a group for, by its path. `isRead`: its value is wanted, and not only whether it has one. */
export type Captured = { path: string[]; isRead: boolean };

/** Stands for a value that is there. */
const unread: readonly never[] = Object.freeze([]);

/** Sets in `made` what the groups of a match have found, from the group of that number on. */
export function putCaptured(made: Fields, captured: readonly Captured[], found: RegExpExecArray, from: number): void {
  for (let index = 0; index < captured.length; index += 1) {
    const { path, isRead } = captured[index] as Captured;
    const text = found[from + index];
    if (text !== undefined) put(made, path, isRead ? readValue(text) : text === "null" ? null : unread);
  }
}

/** Most are texts without escapes, of which there is nothing to parse. */
function readValue(json: string): unknown {
  return json.startsWith('"') && !json.includes("\\") ? json.slice(1, -1) : JSON.parse(json);
}

export function put(made: Fields, path: readonly string[], value: unknown): void {
  let fields = made;
  const last = path.length - 1;
  for (let index = 0; index < last; index += 1) {
    const name = path[index] as string;
    fields[name] ??= {};
    fields = fields[name] as Fields;
  }
  fields[path[last] as string] = value;
}
