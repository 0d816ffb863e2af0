import { typeName } from "../values/kinds.ts";
import { parseNumber } from "../values/numbers.ts";
import { quoted } from "../values/print.ts";
import type { TypeName } from "../values/value.ts";
import { mustFitNumbers } from "./charges.ts";
import { define, fail, mismatch } from "./define.ts";
import { lower } from "./letter-case.ts";

/** OPA answers true or not at all. */
const tests = (["array", "boolean", "null", "number", "object", "set", "string"] as const).map((name: TypeName) =>
  define(`is_${name}`, ["any"], (value) => typeName(value) === name),
);

export const types = [
  ...tests,
  define("type_name", ["any"], (value) => typeName(value)),
  define("to_number", ["any"], function (value) {
    switch (typeName(value)) {
      case "null":
        return 0;
      case "boolean":
        return value === true ? 1 : 0;
      case "number":
        return value;
      case "string":
        mustFitNumbers(this, value as string);
        return numberOf(value as string);
      default:
        return mismatch(1, "null|boolean|number|string", value);
    }
  }),
];

/** What Go's `strconv.ParseFloat` reads and JSON can write. */
function numberOf(text: string) {
  if (/^[+-]*(?:inf|infinity|nan)$/.test(lower(text))) mismatch(1, "valid number string", text);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text))
    fail(`strconv.ParseFloat: parsing ${quoted(text)}: invalid syntax`);
  if (!Number.isFinite(Number(text))) fail(`strconv.ParseFloat: parsing ${quoted(text)}: value out of range`);
  return parseNumber(text);
}
