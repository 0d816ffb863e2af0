import { NotPlain } from "./reading.ts";

const words = new Map<string, unknown>([
  ["", null],
  ["~", null],
  ["null", null],
  ["true", true],
  ["false", false],
]);

const longestWord = "false".length;

/** What is text in YAML 1.2 and something else in version 1.1 (https://yaml.org/type). */
const otherWords = /^(?:null|[yn]|yes|no|true|false|on|off|[-+]?\.inf|\.nan)$/i;
const decimal = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
const octal = /^0[0-7]{1,10}$/;
/** Bases, underscores, signs, exponents and missing digits, of which there is one before an exponent. */
const otherNumber =
  /^[-+]?(?:0b[01_]+|0o[0-7_]+|0x[\da-f_]+|(?:\d[\d_]*)?\.[\d_]*\d[\d_]*(?:e[-+]?\d+)?|\d[\d_]*\.?(?:e[-+]?\d+)?)$/i;

/** What a scalar without quotes means to Kubernetes, as far as that is quickly told. */
export function plainScalar(text: string): unknown {
  if (text.length > longestWord && !canStartNumber(text.charCodeAt(0))) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (decimal.test(text)) return Number(text);
  if (octal.test(text)) return Number.parseInt(text, 8);
  if (otherWords.test(text) || otherNumber.test(text)) throw new NotPlain();
  return text;
}

/** With a digit, a sign or a point. */
function canStartNumber(code: number): boolean {
  return code < 0x3a;
}
