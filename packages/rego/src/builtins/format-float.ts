/** A float as Go's `strconv.FormatFloat` writes it. Without a precision: the fewest digits that say the value. */
export function formatFloat(value: number, verb: string, precision: number | undefined): string {
  switch (verb) {
    case "e":
    case "E":
      return exponent(scientific(value, precision ?? 6), verb);
    case "f":
    case "F":
      return fixed(value, precision ?? 6);
    default:
      return general(value, precision, verb === "G" ? "E" : "e");
  }
}

/** JavaScript writes so many digits and no more; the rest is zeros, which they nearly always are. */
const mostDigits = 100;

function scientific(value: number, precision: number): string {
  const [mantissa = "", power = ""] = rounded((digits) => value.toExponential(digits), precision).split("e");
  return `${mantissa}${"0".repeat(Math.max(0, precision - mostDigits))}e${power}`;
}

function fixed(value: number, precision: number): string {
  // From 10^21 on, where numbers are whole, JavaScript falls back to the exponent form.
  const text =
    value < 1e21
      ? rounded((digits) => value.toFixed(digits), precision)
      : `${BigInt(value)}${precision > 0 ? ".".padEnd(1 + Math.min(precision, mostDigits), "0") : ""}`;
  return text + "0".repeat(Math.max(0, precision - mostDigits));
}

/** Of a half JavaScript makes the larger number, and Go the one with an even digit at its end. */
function rounded(write: (digits: number) => string, precision: number): string {
  if (precision >= mostDigits) return write(mostDigits);
  const [digits = "", power] = write(mostDigits).split("e");
  const end = digits.length - mostDigits + precision;
  const kept = digits.slice(0, end).replace(/\.$/, "");
  if (!/^50*$/.test(digits.slice(end)) || Number(kept.at(-1)) % 2 === 1) return write(precision);
  return power === undefined ? kept : `${kept}e${power}`;
}

/** `%g`: the exponent form where the exponent is below -4 or beyond the digits; 6 digits where none are asked for. */
function general(value: number, precision: number | undefined, letter: string): string {
  const digits = precision === undefined ? value.toExponential() : scientific(value, Math.max(precision, 1) - 1);
  const [mantissa = "", power = "0"] = digits.split("e");
  const limit = precision === undefined ? 6 : Math.max(precision, 1);
  const power10 = Number(power);
  if (power10 < -4 || power10 >= limit) return exponent(`${trimZeros(mantissa)}e${power}`, letter);
  return precision === undefined ? plain(value) : trimZeros(fixed(value, Math.max(0, limit - 1 - power10)));
}

function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/0+$/, "") : text;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Go writes at least two digits of exponent. */
function exponent(text: string, letter: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2").replace("e", letter);
}
