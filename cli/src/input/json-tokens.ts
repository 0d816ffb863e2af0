/** A mark stands for itself. `scalar` is a number or one of the three words. */
export type JsonTokenKind = "string" | "scalar" | "{" | "}" | "[" | "]" | "," | ":";

/**
 * `kind` is absent where the text is none of JSON's tokens; nothing comes after that. `depth` counts the brackets that are
 * open after the token.
 */
export type JsonToken = { kind: JsonTokenKind | undefined; offset: number; text: string; depth: number };

const depthChange: Partial<Record<JsonTokenKind, number>> = { "{": 1, "[": 1, "}": -1, "]": -1 };

const string = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const scalar = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`;
const pattern = new RegExp(
  String.raw`[ \t\r\n]*(?:(?<string>${string})|(?<scalar>${scalar})|(?<mark>[{}[\],:]))?`,
  "y",
);

/** The tokens of a text after RFC 8259, whatever their order, up to the first thing that is none. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  const tokens = new RegExp(pattern);
  let depth = 0;
  for (;;) {
    const { groups } = tokens.exec(text) ?? {};
    const token = groups?.string ?? groups?.scalar ?? groups?.mark ?? "";
    const kind = groups && kindOf(groups);
    depth += (kind && depthChange[kind]) ?? 0;
    yield { kind, offset: tokens.lastIndex - token.length, text: token, depth };
    if (kind === undefined) return;
  }
}

function kindOf({ string, scalar, mark }: { [name: string]: string | undefined }): JsonTokenKind | undefined {
  if (string !== undefined) return "string";
  if (scalar !== undefined) return "scalar";
  return mark as JsonTokenKind | undefined;
}
