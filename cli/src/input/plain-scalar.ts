/** Stands for a scalar that only all of YAML's rules can tell. */
export const unusual = Symbol("unusual");

const words = new Map<string, unknown>([
  ["", null],
  ["~", null],
  ["null", null],
  ["true", true],
  ["false", false],
]);

/** What is text in YAML 1.2 and something else in version 1.1 (https://yaml.org/type). */
const otherWords = /^(?:null|[yn]|yes|no|true|false|on|off|[-+]?\.inf|\.nan)$/i;
const decimal = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
const octal = /^0[0-7]{1,10}$/;
/** Bases, underscores, signs, exponents and missing digits. */
const otherNumber =
  /^[-+]?(?:0b[01_]+|0x[\da-f_]+|\d[\d_]*|(?:\d[\d_]*)?(?:\.[\d_]*)?e[-+]?\d+|(?:\d[\d_]*)?\.[\d_]*)$/i;

/** What a scalar without quotes means to Kubernetes, as far as that is quickly told. */
export function plainScalar(text: string): unknown {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (decimal.test(text)) return Number(text);
  if (octal.test(text)) return Number.parseInt(text, 8);
  return otherWords.test(text) || otherNumber.test(text) ? unusual : text;
}
