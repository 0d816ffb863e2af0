/** A float as Go's `strconv.FormatFloat` writes it in base 2 or 16: `6755399441055744p-52`, `0x1.8p+00`. */
export function binaryFloat(value: number, verb: "b" | "x" | "X", precision: number | undefined): string {
  const { mantissa, exponent } = partsOf(value);
  if (verb === "b") return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
  const text = hexFloat(mantissa, exponent, precision);
  return verb === "X" ? text.toUpperCase() : text;
}

type Parts = { readonly mantissa: bigint; readonly exponent: number };

/** The bits of a float that is not negative: mantissa times two to the exponent. */
function partsOf(value: number): Parts {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const all = bits.getBigUint64(0);
  const stored = Number((all >> 52n) & 0x7ffn);
  const fraction = all & 0xf_ffff_ffff_ffffn;
  return stored === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: stored - 1075 };
}

/** One digit before the point, which is 1, and as many as are asked for or needed behind it. */
function hexFloat(mantissa: bigint, exponent: number, precision: number | undefined): string {
  if (mantissa === 0n) return `0x0${precision === undefined || precision === 0 ? "" : `.${"0".repeat(precision)}`}p+00`;
  const length = mantissa.toString(2).length;
  const kept = 4 * (precision ?? 13);
  const wide = mantissa << BigInt(53 - length);
  let power = exponent + length - 1;
  let rounded = kept >= 52 ? wide << BigInt(kept - 52) : roundedShift(wide, BigInt(52 - kept));
  if (rounded >> BigInt(kept) === 2n) {
    rounded >>= 1n;
    power += 1;
  }
  const digits = (rounded & ((1n << BigInt(kept)) - 1n)).toString(16).padStart(kept / 4, "0");
  const shown = kept === 0 ? "" : precision === undefined ? digits.replace(/0+$/, "") : digits;
  return `0x1${shown === "" ? "" : `.${shown}`}p${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** Half to even. */
function roundedShift(value: bigint, by: bigint): bigint {
  const kept = value >> by;
  const rest = (value - (kept << by)) * 2n;
  const unit = 1n << by;
  return rest > unit || (rest === unit && (kept & 1n) === 1n) ? kept + 1n : kept;
}
