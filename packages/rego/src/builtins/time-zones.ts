import { fail } from "./define.ts";
import { lettersOf } from "./zone-letters.ts";

/** An instant seen in a time zone: the offset in seconds, and the zone's name as it is written there. */
type ZoneOffset = { readonly seconds: number; readonly name: string };
export type Zone = { readonly name: string; readonly at: (epochSeconds: number) => ZoneOffset };

export const utc: Zone = { name: "UTC", at: () => ({ seconds: 0, name: "UTC" }) };

export function fixedZone(seconds: number, name: string): Zone {
  return { name, at: () => ({ seconds, name }) };
}

/** Node takes a name in capitals wherever they stand, so an input can have any number of names. */
const keptNames = 1000;

const known = new Map<string, Zone>();

/** By the name that Node has for a zone, of which there are some 450; each takes 200 kB. */
const knownOffsets = new Map<string, Zone["at"]>();

/** A zone of the IANA database that Node brings along. */
export function zoneNamed(name: string): Zone {
  if (name === "" || name === "UTC") return utc;
  const found = known.get(name);
  if (found !== undefined) return found;
  const zone = loadZone(name);
  if (known.size === keptNames) known.clear();
  known.set(name, zone);
  return zone;
}

function loadZone(name: string): Zone {
  const timeZone = name === "Local" ? Intl.DateTimeFormat().resolvedOptions().timeZone : name;
  try {
    const offset = formatOf("en-US", timeZone, "longOffset");
    const canonical = offset.resolvedOptions().timeZone;
    if (!isWrittenAsKnown(timeZone, canonical)) return unknownZone(name);
    const at = knownOffsets.get(canonical) ?? offsetsOf(canonical, offset);
    knownOffsets.set(canonical, at);
    return { name, at };
  } catch {
    return unknownZone(name);
  }
}

function offsetsOf(canonical: string, offset: Intl.DateTimeFormat): Zone["at"] {
  const short = locales.map((locale) => formatOf(locale, canonical, "short"));
  return (epochSeconds) => {
    const seconds = offsetOf(offset, epochSeconds);
    const written = offsetName(seconds);
    return { seconds, name: lettersOf(canonical, written) ?? shortName(short, epochSeconds) ?? written };
  };
}

function unknownZone(name: string): never {
  // Go looks for a zone's file, and not outside of its own folder.
  const isOutside = /^[/\\]|\.\./.test(name);
  return fail(isOutside ? "time: invalid location name" : `unknown time zone ${name}`);
}

/** Node takes a name in letters of any case, Go in those of its file. Other names of a zone begin with capitals, too. */
function isWrittenAsKnown(name: string, canonical: string): boolean {
  return name === canonical || (/^[A-Z]/.test(name) && name.toLowerCase() !== canonical.toLowerCase());
}

function zoneText(format: Intl.DateTimeFormat, epochSeconds: number): string {
  return format.formatToParts(epochSeconds * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
}

/** `GMT-07:00`, with seconds where old local times have them. */
function offsetOf(format: Intl.DateTimeFormat, epochSeconds: number): number {
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(zoneText(format, epochSeconds));
  if (match === null) return 0;
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

/** Zones without letters of their own are named by their offset, as in `+03`. */
function offsetName(seconds: number): string {
  const minutes = Math.abs(Math.trunc(seconds / 60));
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${seconds < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}${minutes % 60 === 0 ? "" : two(minutes % 60)}`;
}

function shortName(formats: readonly Intl.DateTimeFormat[], epochSeconds: number): string | undefined {
  return formats.map((format) => zoneText(format, epochSeconds)).find((text) => !/^(GMT|UTC)[+-]/.test(text));
}

/** A locale knows the letters of the zones its readers use. */
const locales = ["en-US", "en-GB", "en-AU", "en-IN", "en-NZ", "en-ZA"];

function formatOf(locale: string, timeZone: string, timeZoneName: "short" | "longOffset"): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
}
