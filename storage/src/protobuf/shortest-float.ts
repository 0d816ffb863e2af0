/** Whole numbers up to here have 32 bits of their own. */
const exactFloat = 2 ** 24;

/** As many digits as fit into any number of 32 bits that is not smaller than the least normal one, and as any needs at most. */
const [surelyFit, mostDigits] = [6, 9];
const leastNormal = 2 ** -126;

/** The shortest decimal that is a number of 32 bits, as Go writes it into JSON: of two that are as close the even one. */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) <= exactFloat)) return value;
  for (let digits = Math.abs(value) < leastNormal ? 1 : surelyFit; digits < mostDigits; digits += 1) {
    const short = toDigits(value, digits);
    if (Math.fround(short) === value) return short;
  }
  return toDigits(value, mostDigits);
}

/** JavaScript takes the greater one where a number lies halfway between two. */
function toDigits(value: number, digits: number): number {
  const [longer = "", exponent = ""] = value.toExponential(digits).split("e");
  const isHalfway = /[02468]\.?5$/.test(longer) && Number(`${longer}e${exponent}`) === value;
  return isHalfway ? Number(`${longer.slice(0, -1)}e${exponent}`) : Number(value.toPrecision(digits));
}
