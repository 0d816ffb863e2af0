/** Whole numbers up to here have 32 bits of their own. */
const exactFloat = 2 ** 24;

const leastNormal = 2 ** -126;
/** Digits that fit into every number of 32 bits from there on, and that any of them needs. */
const [surelyFit, mostDigits] = [6, 9];

/** The shortest decimal that is a number of 32 bits, in JSON as Go writes it: of two that are as close the even one. */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) <= exactFloat)) return value;
  let digits = Math.abs(value) < leastNormal ? 1 : surelyFit;
  while (digits < mostDigits && Math.fround(Number(value.toPrecision(digits))) !== value) digits += 1;
  return roundedToEven(value, digits);
}

/** JavaScript takes the greater one where a number lies halfway between two. */
function roundedToEven(value: number, digits: number): number {
  const [longer = "", exponent = ""] = value.toExponential(digits).split("e");
  const isAboveEven = /[02468]\.?5$/.test(longer) && Number(`${longer}e${exponent}`) === value;
  return isAboveEven ? Number(`${longer.slice(0, -1)}e${exponent}`) : Number(value.toPrecision(digits));
}
