import { isUtf8 } from "node:buffer";
import { parseJson, parseYaml, type Value } from "@sortie/rego";

/** JSON, of which bytes that are no UTF-8 become U+FFFD as in OPA. Throws SyntaxError. */
export function readJson(bytes: Buffer): Value {
  return withinStack(() => parseJson(bytes.toString("utf8")));
}

/** Throws SyntaxError. */
export function readYaml(bytes: Buffer): Value {
  const text = textOf(bytes);
  return withinStack(() => parseYaml(text));
}

/** JSON or YAML, as a file of input is. Throws SyntaxError. */
export function readDocument(bytes: Buffer): Value {
  try {
    return readJson(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return readYaml(bytes);
  }
}

/** The text of a policy or of YAML: other bytes than UTF-8 are no characters of these. Throws SyntaxError naming the line. */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new SyntaxError(`line ${firstIllegalLine(bytes)}: illegal utf-8 character`);
  return bytes.toString("utf8");
}

const lineEnd = 10;

function firstIllegalLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(lineEnd, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line += 1;
  }
}

/** What is nested deeper than JavaScript's stack is as little to be read as what is wrong. */
function withinStack(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SyntaxError("nested too deep", { cause: error });
  }
}
