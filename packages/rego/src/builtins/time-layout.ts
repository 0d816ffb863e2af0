import { type Fields, fieldsOf, type Instant, instantOf, utcSeconds } from "./calendar.ts";
import { fail } from "./define.ts";
import { fixedZone, utc, type Zone } from "./time-zones.ts";

/**
 * Go writes a layout as the moment `Mon Jan 2 15:04:05 MST 2006` would be written: see "Constants" of its package time.
 */
export const namedLayouts: Readonly<Record<string, string>> = {
  ANSIC: "Mon Jan _2 15:04:05 2006",
  UnixDate: "Mon Jan _2 15:04:05 MST 2006",
  RubyDate: "Mon Jan 02 15:04:05 -0700 2006",
  RFC822: "02 Jan 06 15:04 MST",
  RFC822Z: "02 Jan 06 15:04 -0700",
  RFC850: "Monday, 02-Jan-06 15:04:05 MST",
  RFC1123: "Mon, 02 Jan 2006 15:04:05 MST",
  RFC1123Z: "Mon, 02 Jan 2006 15:04:05 -0700",
  RFC3339: "2006-01-02T15:04:05Z07:00",
  RFC3339Nano: "2006-01-02T15:04:05.999999999Z07:00",
};

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const elements =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|__2|_2(?!006)|002|0[1-6]|15|PM|pm|Z070000|Z07:00:00|Z0700|Z07:00|Z07|-070000|-07:00:00|-0700|-07:00|-07|[.,](?:0+|9+)(?!\d)|[1-5]/g;

type Part = { readonly text: string; readonly isElement: boolean };

function partsOf(layout: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of layout.matchAll(elements)) {
    if (match.index > end) parts.push({ text: layout.slice(end, match.index), isElement: false });
    parts.push({ text: match[0], isElement: true });
    end = match.index + match[0].length;
  }
  if (end < layout.length) parts.push({ text: layout.slice(end), isElement: false });
  return parts;
}

export function formatTime(instant: Instant, layout: string): string {
  const fields = fieldsOf(instant);
  return partsOf(layout)
    .map(({ text, isElement }) => (isElement ? formatElement(text, fields) : text))
    .join("");
}

function formatElement(element: string, fields: Fields): string {
  if (/^[.,]/.test(element)) return formatFraction(element, fields.nanosecond);
  if (/^(Z|-)07/.test(element)) return formatOffset(element, fields.offset);
  const two = (value: number): string => String(value).padStart(2, "0");
  const hour12 = fields.hour % 12 === 0 ? 12 : fields.hour % 12;
  const values: Readonly<Record<string, () => string>> = {
    January: () => months[fields.month - 1] as string,
    Jan: () => (months[fields.month - 1] as string).slice(0, 3),
    Monday: () => weekdays[fields.weekday] as string,
    Mon: () => (weekdays[fields.weekday] as string).slice(0, 3),
    MST: () => fields.zoneName,
    "2006": () => yearText(fields.year),
    "06": () => two(((fields.year % 100) + 100) % 100),
    __2: () => String(fields.yearDay).padStart(3, " "),
    "002": () => String(fields.yearDay).padStart(3, "0"),
    _2: () => String(fields.day).padStart(2, " "),
    "01": () => two(fields.month),
    "1": () => String(fields.month),
    "02": () => two(fields.day),
    "2": () => String(fields.day),
    "15": () => two(fields.hour),
    "03": () => two(hour12),
    "3": () => String(hour12),
    "04": () => two(fields.minute),
    "4": () => String(fields.minute),
    "05": () => two(fields.second),
    "5": () => String(fields.second),
    PM: () => (fields.hour >= 12 ? "PM" : "AM"),
    pm: () => (fields.hour >= 12 ? "pm" : "am"),
  };
  return values[element]?.() ?? element;
}

function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
}

/** `.000` keeps its digits, `.999` drops zeros at the end, and itself where nothing is left. */
function formatFraction(element: string, nanosecond: number): string {
  const digits = String(nanosecond)
    .padStart(9, "0")
    .slice(0, element.length - 1);
  if (element[1] === "0") return (element[0] as string) + digits.padEnd(element.length - 1, "0");
  const shown = digits.replace(/0+$/, "");
  return shown === "" ? "" : (element[0] as string) + shown;
}

function formatOffset(element: string, offset: number): string {
  if (element.startsWith("Z") && offset === 0) return "Z";
  const total = Math.abs(offset);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
  const colon = element.includes(":") ? ":" : "";
  const digits = element.replace(/[^0-9]/g, "").length;
  const hours = two(total / 3600);
  const minutes = digits >= 4 ? colon + two((total % 3600) / 60) : "";
  const seconds = digits >= 6 ? colon + two(total % 60) : "";
  return `${offset < 0 ? "-" : "+"}${hours}${minutes}${seconds}`;
}

type Read = { rest: string; [field: string]: string | number };

/** Reads a time written in a layout. Without a zone it is in UTC. */
export function parseTime(layout: string, text: string): Instant {
  const read: Read = { rest: text };
  const parts = partsOf(layout);
  for (const [i, part] of parts.entries()) {
    if (readPart(read, part, parts[i + 1])) continue;
    const [whole, how, rest] = [text, layout, read.rest].map((piece) => JSON.stringify(piece));
    fail(`parsing time ${whole} as ${how}: cannot parse ${rest}`);
  }
  if (read.rest !== "") fail(`parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(read.rest)}`);
  return assembled(read, text);
}

function readPart(read: Read, { text, isElement }: Part, next: Part | undefined): boolean {
  if (!isElement) {
    if (!read.rest.startsWith(text)) return false;
    read.rest = read.rest.slice(text.length);
    return true;
  }
  if (!readElement(text, read)) return false;
  // Seconds may have a fraction that the layout does not mention.
  const isSeconds = text === "05" || text === "5";
  const isFractionNext = next?.isElement === true && /^[.,]/.test(next.text);
  if (isSeconds && !isFractionNext) take(read, /^[.,](\d+)/, "fraction");
  return true;
}

function take(read: Read, pattern: RegExp, field: string): boolean {
  const match = pattern.exec(read.rest);
  if (match === null) return false;
  read[field] = match[1] ?? match[0];
  read.rest = read.rest.slice(match[0].length);
  return true;
}

const numbers: Readonly<Record<string, readonly [field: string, pattern: RegExp]>> = {
  "2006": ["year", /^(\d{4})/],
  "06": ["shortYear", /^(\d{2})/],
  "01": ["month", /^(\d{2})/],
  "1": ["month", /^(\d{1,2})/],
  "02": ["day", /^(\d{2})/],
  _2: ["day", /^ ?(\d{1,2})/],
  "2": ["day", /^(\d{1,2})/],
  __2: ["yearDay", /^ {0,2}(\d{1,3})/],
  "002": ["yearDay", /^(\d{3})/],
  "15": ["hour", /^(\d{2})/],
  "03": ["hour12", /^(\d{2})/],
  "3": ["hour12", /^(\d{1,2})/],
  "04": ["minute", /^(\d{2})/],
  "4": ["minute", /^(\d{1,2})/],
  "05": ["second", /^(\d{2})/],
  "5": ["second", /^(\d{1,2})/],
};

function readElement(element: string, read: Read): boolean {
  const number = numbers[element];
  if (number !== undefined) return take(read, number[1], number[0]);
  if (element === "PM") return take(read, /^(AM|PM)/, "half");
  if (element === "pm") return take(read, /^(am|pm)/, "half");
  if (element === "MST") return take(read, /^(UTC|[A-Z]{3,4}|[+-]\d{2})/, "zoneName");
  if (/^[.,]0/.test(element)) return take(read, new RegExp(`^[.,](\\d{${element.length - 1}})(?!\\d)`), "fraction");
  if (/^[.,]9/.test(element)) return take(read, /^[.,](\d+)/, "fraction") || true;
  if (/^(Z|-)07/.test(element)) return readOffset(element, read);
  return readName(element, read);
}

function readName(element: string, read: Read): boolean {
  const isMonth = element.startsWith("J");
  const isShort = element.length === 3;
  const names = (isMonth ? months : weekdays).map((name) => (isShort ? name.slice(0, 3) : name));
  const lower = read.rest.toLowerCase();
  const index = names.findIndex((name) => lower.startsWith(name.toLowerCase()));
  if (index < 0) return false;
  read.rest = read.rest.slice((names[index] as string).length);
  if (isMonth) read.month = index + 1;
  return true;
}

function readOffset(element: string, read: Read): boolean {
  if (element.startsWith("Z") && read.rest.startsWith("Z")) {
    read.rest = read.rest.slice(1);
    read.offset = 0;
    return true;
  }
  const colon = element.includes(":") ? ":" : "";
  const groups = element.replace(/[^0-9]/g, "").length / 2;
  const match = new RegExp(
    `^([+-])(\\d{2})${groups > 1 ? `${colon}(\\d{2})` : ""}${groups > 2 ? `${colon}(\\d{2})` : ""}`,
  ).exec(read.rest);
  if (match === null) return false;
  const [all, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59) return false;
  read.rest = read.rest.slice(all.length);
  read.offset = (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  return true;
}

function assembled(read: Read, text: string): Instant {
  const value = (field: string, fallback: number): number =>
    read[field] === undefined ? fallback : Number(read[field]);
  const shortYear = value("shortYear", -1);
  const year = shortYear < 0 ? value("year", 0) : shortYear + (shortYear >= 69 ? 1900 : 2000);
  const half = String(read.half ?? "").toLowerCase();
  const hour12 = value("hour12", -1);
  const hour = hour12 < 0 ? value("hour", 0) : (hour12 % 12) + (half === "pm" ? 12 : 0);
  const month = value("month", 1);
  const yearDay = value("yearDay", -1);
  const day = yearDay < 0 ? value("day", 1) : yearDay;
  checkRanges(
    { year, month, day: yearDay < 0 ? day : 1, hour, minute: value("minute", 0), second: value("second", 0) },
    text,
  );
  const local = utcSeconds(year, yearDay < 0 ? month : 1, day, hour, value("minute", 0), value("second", 0));
  return instantOf(
    local,
    Number(
      String(read.fraction ?? "")
        .padEnd(9, "0")
        .slice(0, 9),
    ),
    zoneOf(read),
  );
}

function checkRanges(
  fields: { year: number; month: number; day: number; hour: number; minute: number; second: number },
  text: string,
): void {
  const { year, month, day, hour, minute, second } = fields;
  const outOfRange = (what: string): never => fail(`parsing time ${JSON.stringify(text)}: ${what} out of range`);
  if (month < 1 || month > 12) outOfRange("month");
  if (day < 1 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) outOfRange("day");
  if (hour > 23) outOfRange("hour");
  if (minute > 59) outOfRange("minute");
  if (second > 59) outOfRange("second");
}

/** A zone that is only named has no offset anybody can know, but for UTC. */
function zoneOf(read: Read): Zone {
  if (read.offset !== undefined) return fixedZone(Number(read.offset), "");
  return read.zoneName === undefined ? utc : fixedZone(0, String(read.zoneName));
}
