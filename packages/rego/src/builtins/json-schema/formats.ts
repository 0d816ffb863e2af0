import { parseAddress } from "../ip-address.ts";
import { parseTime } from "../parse-time.ts";
import { isPattern } from "../regex.ts";
import { uriParts } from "../uri.ts";

/** Whether a text has a format. One that is not known, every text has. */
export function hasFormat(format: string, text: string): boolean {
  return Object.hasOwn(formats, format) ? (formats[format] as Format)(text) : true;
}

type Format = (text: string) => boolean;

const times = ["15:04:05", "15:04:05Z07:00"];
const dates = ["2006-01-02"];
const instants = [...times, ...dates, "2006-01-02T15:04:05Z07:00"];

const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const hostname = new RegExp(`^${label}(?:\\.${label})*$`);
const uuid = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i;
const pointer = /^(?:\/(?:[^~/]|~[01])*)*$/;
const relativePointer = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/;
const template = /^(?:[^{]|\{[^}]*\})*$/;

/** RFC 5322, section 3.4: an address, or a name and an address in angle brackets. */
const atom = '[^\\s()<>\\[\\]:;@\\\\,."]+';
const local = `(?:${atom}(?:\\.${atom})*|"(?:[^"\\\\]|\\\\.)*")`;
const address = `${local}@(?:${atom}(?:\\.${atom})*|\\[[^\\[\\]\\\\]*\\])`;
const mailbox = new RegExp(`^\\s*(?:${address}|(?:(?:${atom}|"(?:[^"\\\\]|\\\\.)*"|[.\\s])*)<${address}>)\\s*$`);

const formats: Readonly<Record<string, Format>> = {
  date: (text) => hasLayout(dates, text),
  time: (text) => hasLayout(times, text),
  "date-time": (text) => hasLayout(instants, text),
  hostname: (text) => text.length < 256 && hostname.test(text),
  email: (text) => text.length <= 1024 && mailbox.test(text),
  "idn-email": (text) => text.length <= 1024 && mailbox.test(text),
  ipv4: (text) => text.includes(".") && parseAddress(text) !== undefined,
  ipv6: (text) => text.includes(":") && parseAddress(text) !== undefined,
  uri: (text) => partsOf(text)?.scheme !== undefined,
  "uri-reference": (text) => partsOf(text) !== undefined,
  iri: (text) => partsOf(text)?.scheme !== undefined,
  "iri-reference": (text) => partsOf(text) !== undefined,
  "uri-template": isTemplate,
  uuid: (text) => uuid.test(text),
  regex: (text) => isPattern(text),
  "json-pointer": (text) => pointer.test(text),
  "relative-json-pointer": (text) => relativePointer.test(text),
};

/** Braces of a path come in pairs (RFC 6570). */
function isTemplate(text: string): boolean {
  const parts = partsOf(text);
  const path = parts?.path;
  return parts !== undefined && (typeof path !== "string" || template.test(path));
}

function hasLayout(layouts: readonly string[], text: string): boolean {
  return layouts.some((layout) => {
    try {
      parseTime(layout, text);
      return true;
    } catch {
      return false;
    }
  });
}

function partsOf(text: string): ReturnType<typeof uriParts> | undefined {
  if (text.includes("\\")) return undefined;
  try {
    return uriParts(text);
  } catch {
    return undefined;
  }
}
