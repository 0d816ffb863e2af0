import { isArray, isNumber, typeName } from "../values/kinds.ts";
import { fromBigInt, type NumberValue, toBigInt, toSafeInteger } from "../values/numbers.ts";
import type { Value } from "../values/value.ts";
import { addDate, difference, fieldsOf, type Instant } from "./calendar.ts";
import { currentTime } from "./current-time.ts";
import { define, fail, failOperand } from "./define.ts";
import { parseDuration } from "./duration.ts";
import { parseTime } from "./parse-time.ts";
import { formatTime, namedLayouts, weekdays } from "./time-layout.ts";
import { utc, zoneNamed } from "./time-zones.ts";

const largest = 2n ** 63n - 1n;

function nanosecondsOf({ ns }: Instant): NumberValue {
  if (ns > largest || ns < -largest - 1n) fail("time outside of valid range");
  return fromBigInt(ns);
}

/** A number of nanoseconds, or an array of it, a time zone and a layout. */
function instantOf(operand: Value): { instant: Instant; layout: string } {
  const list = isArray(operand) ? operand : [operand];
  const [time, zoneName = "", layout = ""] = list;
  if (time === undefined) failOperand(1, "must be either number (ns) or [number (ns), string (tz)] but got array");
  if (!isNumber(time)) failOperand(1, `must be number but got ${typeName(time)}`);
  if (typeof zoneName !== "string") failOperand(1, `must be string but got ${typeName(zoneName)}`);
  if (typeof layout !== "string") failOperand(1, `must be string but got ${typeName(layout)}`);
  const ns = toBigInt(time);
  if (ns === undefined || ns > largest || ns < -largest - 1n) fail("timestamp too big");
  return { instant: { ns, zone: zoneName === "" ? utc : zoneNamed(zoneName) }, layout };
}

function layoutNamed(layout: string): string {
  return Object.hasOwn(namedLayouts, layout) ? (namedLayouts[layout] as string) : layout;
}

function integer(value: NumberValue, position: number): number {
  return toSafeInteger(value) ?? failOperand(position, "must be integer number but got floating-point number");
}

export const time = [
  define("time.now_ns", [], function () {
    return fromBigInt(currentTime(this));
  }),
  define("time.parse_ns", ["string", "string"], (layout, text) => nanosecondsOf(parseTime(layoutNamed(layout), text))),
  define("time.parse_rfc3339_ns", ["string"], (text) => nanosecondsOf(parseTime(namedLayouts.RFC3339 as string, text))),
  define("time.parse_duration_ns", ["string"], (text) => fromBigInt(parseDuration(text))),
  define("time.format", ["number|array"], (operand) => {
    const { instant, layout } = instantOf(operand);
    return formatTime(instant, layout === "" ? (namedLayouts.RFC3339Nano as string) : layoutNamed(layout));
  }),
  define("time.date", ["number|array"], (operand) => {
    const { year, month, day } = fieldsOf(instantOf(operand).instant);
    return [year, month, day];
  }),
  define("time.clock", ["number|array"], (operand) => {
    const { hour, minute, second } = fieldsOf(instantOf(operand).instant);
    return [hour, minute, second];
  }),
  define("time.weekday", ["number|array"], (operand) => weekdays[fieldsOf(instantOf(operand).instant).weekday]),
  define("time.add_date", ["number|array", "number", "number", "number"], (operand, years, months, days) =>
    nanosecondsOf(addDate(instantOf(operand).instant, integer(years, 2), integer(months, 3), integer(days, 4))),
  ),
  define("time.diff", ["number|array", "number|array"], (left, right) =>
    difference(instantOf(left).instant, instantOf(right).instant),
  ),
];
