import { isArray, isNumber } from "../values/kinds.ts";
import { fromBigInt, type NumberValue, toBigInt } from "../values/numbers.ts";
import type { Value } from "../values/value.ts";
import { addDate, difference, fieldsOf, type Instant } from "./calendar.ts";
import { currentTime } from "./current-time.ts";
import { define, fail, mismatch } from "./define.ts";
import { parseDuration } from "./duration.ts";
import { intOperand, textOperand } from "./operands.ts";
import { parseTime } from "./parse-time.ts";
import { formatTime, namedLayouts, weekdays } from "./time-layout.ts";
import { utc, zoneNamed } from "./time-zones.ts";

const largest = 2n ** 63n - 1n;

function nanosecondsOf({ ns }: Instant): NumberValue {
  if (ns > largest || ns < -largest - 1n) fail("time outside of valid range");
  return fromBigInt(ns);
}

/** A number of nanoseconds, or an array of it, a time zone and a layout. OPA calls it the first operand wherever it is. */
function instantOf(operand: Value): { instant: Instant; layout: string } {
  const [time, zoneName = "", layoutName = ""] = isArray(operand) ? operand : isNumber(operand) ? [operand] : [];
  if (time === undefined) mismatch(1, "either number (ns) or [number (ns), string (tz)]", operand);
  if (!isNumber(time)) mismatch(1, "number", time);
  const zone = zoneName === "" ? utc : zoneNamed(textOperand(zoneName, 1));
  const layout = textOperand(layoutName, 1);
  const ns = toBigInt(time);
  if (ns === undefined || ns > largest || ns < -largest - 1n) fail("timestamp too big");
  return { instant: { ns, zone }, layout };
}

function layoutNamed(layout: string): string {
  return Object.hasOwn(namedLayouts, layout) ? (namedLayouts[layout] as string) : layout;
}

export const time = [
  define("time.now_ns", [], function () {
    return fromBigInt(currentTime(this));
  }),
  define("time.parse_ns", ["string", "string"], (layout, text) => nanosecondsOf(parseTime(layoutNamed(layout), text))),
  define("time.parse_rfc3339_ns", ["string"], (text) => nanosecondsOf(parseTime(namedLayouts.RFC3339 as string, text))),
  define("time.parse_duration_ns", ["string"], (text) => fromBigInt(parseDuration(text))),
  define("time.format", ["any"], (operand) => {
    const { instant, layout } = instantOf(operand);
    return formatTime(instant, layout === "" ? (namedLayouts.RFC3339Nano as string) : layoutNamed(layout));
  }),
  define("time.date", ["any"], (operand) => {
    const { year, month, day } = fieldsOf(instantOf(operand).instant);
    return [year, month, day];
  }),
  define("time.clock", ["any"], (operand) => {
    const { hour, minute, second } = fieldsOf(instantOf(operand).instant);
    return [hour, minute, second];
  }),
  define("time.weekday", ["any"], (operand) => weekdays[fieldsOf(instantOf(operand).instant).weekday]),
  define("time.add_date", ["any", "any", "any", "any"], (operand, years, months, days) => {
    const { instant } = instantOf(operand);
    return nanosecondsOf(addDate(instant, intOperand(years, 2), intOperand(months, 3), intOperand(days, 4)));
  }),
  define("time.diff", ["any", "any"], (left, right) => difference(instantOf(left).instant, instantOf(right).instant)),
];
