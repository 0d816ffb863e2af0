import { type Fields, fieldsOf, type Instant } from "./calendar.ts";

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

export const months = [
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

export type Part = { readonly text: string; readonly isElement: boolean };

export function partsOf(layout: string): Part[] {
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
