import { type Instant, instantOf, utcSeconds } from "./calendar.ts";
import { fail } from "./define.ts";
import { quoteBytes } from "./go-quote.ts";
import { months, type Part, partsOf, weekdays } from "./time-layout.ts";
import { fixedZone, utc, type Zone } from "./time-zones.ts";

/** What was read so far. Fields that were not read are absent; a later element of the same field wins. */
type Read = {
  rest: string;
  year?: number;
  month?: number;
  day?: number;
  yearDay?: number;
  hour?: number;
  minute?: number;
  second?: number;
  nanosecond?: number;
  half?: string;
  offset?: number;
  zoneName?: string;
};

/** Takes an element from the rest: false where it is not there, or what of it is out of range. */
type Reader = (read: Read) => boolean | string;

/** Reads a time written in a layout, as Go's `time.Parse`, with its errors. Without a zone it is in UTC. */
export function parseTime(layout: string, text: string): Instant {
  const read: Read = { rest: text };
  const problem = (message: string): never => fail(`parsing time ${quoteBytes(text)}${message}`);
  const parts = partsOf(layout);
  for (const [i, part] of parts.entries()) {
    const before = read.rest;
    const result = part.isElement ? readElement(part.text, read) : skip(read, part.text);
    if (typeof result === "string") problem(`: ${result} out of range`);
    if (!result) {
      const rest = part.isElement ? before : read.rest;
      problem(` as ${quoteBytes(layout)}: cannot parse ${quoteBytes(rest)} as ${quoteBytes(part.text)}`);
    }
    if (part.text === "05" || part.text === "5") readFraction(read, parts.slice(i + 1));
  }
  if (read.rest !== "") problem(`: extra text: ${quoteBytes(read.rest)}`);
  return assembled(read, problem);
}

/** Literal text; a space in it stands for any number of them. */
function skip(read: Read, literal: string): boolean {
  for (const [piece] of literal.matchAll(/ +|[^ ]/gs)) {
    if (piece.startsWith(" ")) {
      if (read.rest !== "" && !read.rest.startsWith(" ")) return false;
      read.rest = read.rest.replace(/^ +/, "");
    } else {
      if (!read.rest.startsWith(piece)) return false;
      read.rest = read.rest.slice(piece.length);
    }
  }
  return true;
}

/** Seconds may have a fraction that the layout does not mention. */
function readFraction(read: Read, following: readonly Part[]): void {
  const next = following.find(({ isElement }) => isElement);
  if (next !== undefined && /^[.,]/.test(next.text)) return;
  const digits = take(read, /^[.,](\d+)/);
  if (digits !== undefined) read.nanosecond = nanosecondsOf(digits);
}

function nanosecondsOf(digits: string): number {
  return Number(digits.padEnd(9, "0").slice(0, 9));
}

function take(read: Read, pattern: RegExp): string | undefined {
  const match = pattern.exec(read.rest);
  if (match === null) return undefined;
  read.rest = read.rest.slice(match[0].length);
  return match[1] ?? match[0];
}

type NumberField = "year" | "month" | "day" | "yearDay" | "hour" | "minute" | "second";

/** A number that is `least` at least and `most` at most: Go calls it `name` where it is not. */
function number(field: NumberField, pattern: RegExp, [least, most]: readonly [number, number], name: string): Reader {
  return (read) => {
    const digits = take(read, pattern);
    if (digits === undefined) return false;
    const value = Number(digits);
    read[field] = value;
    return value >= least && value <= most ? true : name;
  };
}

const two = /^(\d{2})/;
const oneOrTwo = /^(\d{1,2})/;
const anything = [0, Number.POSITIVE_INFINITY] as const;

const readers: Readonly<Record<string, Reader>> = {
  "2006": number("year", /^(\d{4})/, anything, "year"),
  "06": (read) => {
    const digits = take(read, /^(\d{2}|[+-]\d)/);
    if (digits === undefined) return false;
    const year = Number(digits);
    read.year = year + (year >= 69 ? 1900 : 2000);
    return true;
  },
  "01": number("month", two, [1, 12], "month"),
  "1": number("month", oneOrTwo, [1, 12], "month"),
  "02": number("day", two, anything, "day"),
  _2: number("day", /^ ?(\d{1,2})/, anything, "day"),
  "2": number("day", oneOrTwo, anything, "day"),
  __2: number("yearDay", /^ {0,2}(\d{1,3})/, anything, "day-of-year"),
  "002": number("yearDay", /^(\d{3})/, anything, "day-of-year"),
  "15": number("hour", oneOrTwo, [0, 23], "hour"),
  "03": number("hour", two, [0, 12], "hour"),
  "3": number("hour", oneOrTwo, [0, 12], "hour"),
  "04": number("minute", two, [0, 59], "minute"),
  "4": number("minute", oneOrTwo, [0, 59], "minute"),
  "05": number("second", two, [0, 59], "second"),
  "5": number("second", oneOrTwo, [0, 59], "second"),
  PM: (read) => setText(read, "half", take(read, /^(AM|PM)/)),
  pm: (read) => setText(read, "half", take(read, /^(am|pm)/)),
  MST: (read) => setText(read, "zoneName", take(read, zoneNames)),
  January: (read) => setIndex(read, readName(read, months)),
  Jan: (read) => setIndex(read, readName(read, months.map(short))),
  Monday: (read) => readName(read, weekdays) >= 0,
  Mon: (read) => readName(read, weekdays.map(short)) >= 0,
};

/** `GMT` may have an offset. Others are three or four capitals, of which the fourth is a T, or an offset in hours. */
const zoneNames =
  /^(?:UTC|ChST|MeST|GMT(?:[+-](?:1\d|2[0-3]|0?\d)(?!\d))?|WITA(?![A-Z])|[A-Z]{3,4}T(?![A-Z])|[A-Z]{3}(?![A-Z])|[+-](?:1\d|2[0-3]|0?\d)(?!\d))/;

function setText(read: Read, field: "half" | "zoneName", value: string | undefined): boolean {
  if (value === undefined) return false;
  read[field] = value;
  return true;
}

function setIndex(read: Read, index: number): boolean {
  if (index < 0) return false;
  read.month = index + 1;
  return true;
}

function short(name: string): string {
  return name.slice(0, 3);
}

function readElement(element: string, read: Read): boolean | string {
  if (/^[.,]/.test(element)) return readFractionElement(element, read);
  if (/^(Z|-)07/.test(element)) return readOffset(element, read);
  return readers[element]?.(read) ?? false;
}

function readFractionElement(element: string, read: Read): boolean {
  const count = element.length - 1;
  // Nines stand for as many digits as there are; those beyond a nanosecond say nothing.
  const digits = take(read, element[1] === "0" ? new RegExp(`^[.,](\\d{${count}})`) : /^[.,](\d+)/);
  if (digits !== undefined) read.nanosecond = nanosecondsOf(digits);
  return digits !== undefined || element[1] === "9";
}

function readName(read: Read, names: readonly string[]): number {
  const lower = read.rest.toLowerCase();
  const index = names.findIndex((name) => lower.startsWith(name.toLowerCase()));
  if (index >= 0) read.rest = read.rest.slice((names[index] as string).length);
  return index;
}

function readOffset(element: string, read: Read): boolean | string {
  if (element.startsWith("Z") && read.rest.startsWith("Z")) {
    read.rest = read.rest.slice(1);
    read.offset = 0;
    return true;
  }
  const colon = element.includes(":") ? ":" : "";
  const groups = element.replace(/[^0-9]/g, "").length / 2;
  const more = `${colon}(\\d{2})`.repeat(groups - 1);
  const match = new RegExp(`^([+-])(\\d{2})${more}`).exec(read.rest);
  if (match === null) return false;
  const [all, sign, ...numbers] = match;
  const [hours = 0, minutes = 0, seconds = 0] = numbers.map(Number);
  read.rest = read.rest.slice(all.length);
  read.offset = (sign === "-" ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  if (seconds > 60) return "time zone offset second";
  if (minutes > 60) return "time zone offset minute";
  return hours > 24 ? "time zone offset hour" : true;
}

function assembled(read: Read, problem: (message: string) => never): Instant {
  const { year = 0, minute = 0, second = 0, nanosecond = 0 } = read;
  const { month, day } = dateOf(read, year, problem);
  const local = utcSeconds(year, month, day, hourOf(read), minute, second);
  return instantOf(local, nanosecond, zoneOf(read));
}

function hourOf({ hour = 0, half = "" }: Read): number {
  const lower = half.toLowerCase();
  if (lower === "pm" && hour < 12) return hour + 12;
  return lower === "am" && hour === 12 ? 0 : hour;
}

function dateOf(read: Read, year: number, problem: (message: string) => never): { month: number; day: number } {
  const { yearDay } = read;
  if (yearDay === undefined) {
    const { month = 1, day = 1 } = read;
    if (day < 1 || day > daysIn(year, month)) problem(": day out of range");
    return { month, day };
  }
  if (yearDay < 1 || yearDay > (daysIn(year, 2) === 29 ? 366 : 365)) problem(": day-of-year out of range");
  let month = 1;
  let day = yearDay;
  while (day > daysIn(year, month)) {
    day -= daysIn(year, month);
    month += 1;
  }
  if (read.month !== undefined && read.month !== month) problem(": day-of-year does not match month");
  if (read.day !== undefined && read.day !== day) problem(": day-of-year does not match day");
  return { month, day };
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** A zone that is only named has no offset anybody can know, but for UTC. */
function zoneOf({ offset, zoneName }: Read): Zone {
  if (offset !== undefined) return fixedZone(offset, "");
  return zoneName === undefined ? utc : fixedZone(0, zoneName);
}
