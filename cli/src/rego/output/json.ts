/** JSON text that is put in as it is: values of a policy, with every digit of every number. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** JSON as Go's encoder indents and escapes it, with a line end. Members that are undefined are left out. */
export function goJson(value: unknown): string {
  return `${indented(compactJson(value))}\n`;
}

export function compactJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(compactJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${quoted(key)}:${compactJson(member)}`).join(",")}}`;
}

/** Go escapes the characters of HTML and both line separators. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Members in the order of their names as Go sorts them: by their bytes. */
export function sortedMembers<T>(members: Readonly<Record<string, T>>): Record<string, T> {
  const entries = Object.entries(members);
  return Object.fromEntries(entries.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

const tokens = /"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]|[^"{}[\],:]+/g;

/** Two blanks a level; empty lists and objects stay on their line. */
export function indented(compact: string): string {
  const parts = compact.match(tokens) ?? [];
  let depth = 0;
  return parts
    .map((part) => {
      if (part === "{" || part === "[") depth += 1;
      if (part === "}" || part === "]") depth -= 1;
      return spaced(part, `\n${"  ".repeat(depth)}`);
    })
    .join("");
}

function spaced(part: string, line: string): string {
  switch (part) {
    case "{":
    case "[":
    case ",":
      return part + line;
    case "}":
    case "]":
      return line + part;
    default:
      return part === ":" ? ": " : part;
  }
}
