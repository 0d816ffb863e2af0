import { fail } from "./define.ts";
import type { Zone } from "./time-zones.ts";

/** An instant in nanoseconds since 1970, and the zone in which it is read. */
export type Instant = { readonly ns: bigint; readonly zone: Zone };

export type Fields = {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** From Sunday, 0. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  readonly offset: number;
  readonly zoneName: string;
};

const second = 1_000_000_000n;

function floorDiv(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}

/** The calendar and clock fields of an instant in its zone. */
export function fieldsOf({ ns, zone }: Instant): Fields {
  const epoch = Number(floorDiv(ns, second));
  const { seconds: offset, name: zoneName } = zone.at(epoch);
  const date = new Date((epoch + offset) * 1000);
  const startOfYear = utcSeconds(date.getUTCFullYear(), 1, 1, 0, 0, 0);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(((ns % second) + second) % second),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((epoch + offset - startOfYear) / 86_400) + 1,
    offset,
    zoneName,
  };
}

/** Seconds since 1970 of a date in UTC; fields beyond their range carry over. */
export function utcSeconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  sec: number,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, sec, 0);
  return date.getTime() / 1000;
}

/** The instant of a local date and time. In a gap or overlap of the zone the offset before it is used. */
export function instantOf(local: number, nanosecond: number, zone: Zone): Instant {
  const guess = local - zone.at(local).seconds;
  const better = local - zone.at(guess).seconds;
  const epoch = better === guess || local - zone.at(better).seconds === better ? better : guess;
  return { ns: BigInt(epoch) * second + BigInt(nanosecond), zone };
}

export function addDate(instant: Instant, years: number, months: number, days: number): Instant {
  const { year, month, day, hour, minute, second: sec, nanosecond } = fieldsOf(instant);
  const local = utcSeconds(year + years, month + months, day + days, hour, minute, sec);
  // Far more years than 64 bits have nanoseconds for, and more than a JavaScript date has.
  if (Number.isNaN(local)) fail("time outside of valid range");
  return instantOf(local, nanosecond, instant.zone);
}

/** Whole years, months, days, hours, minutes and seconds from the earlier instant to the later. */
export function difference(left: Instant, right: Instant): number[] {
  const inZone = { ...right, zone: left.zone };
  const [from, to] = left.ns > right.ns ? [inZone, left] : [left, inZone];
  const a = fieldsOf(from);
  const b = fieldsOf(to);
  const parts = [
    b.year - a.year,
    b.month - a.month,
    b.day - a.day,
    b.hour - a.hour,
    b.minute - a.minute,
    b.second - a.second,
  ];
  const daysInMonth = new Date(Date.UTC(a.year, a.month, 0)).getUTCDate();
  const sizes = [Number.NaN, 12, daysInMonth, 24, 60, 60];
  for (let i = parts.length - 1; i > 0; i--) {
    if ((parts[i] as number) >= 0) continue;
    parts[i] = (parts[i] as number) + (sizes[i] as number);
    parts[i - 1] = (parts[i - 1] as number) - 1;
  }
  return parts;
}
