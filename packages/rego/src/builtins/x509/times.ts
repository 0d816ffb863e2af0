import { fail } from "../define.ts";
import { type Der, tags } from "./der.ts";

/** A time to the second, and how Go writes it in JSON. */
export type Time = { readonly ns: bigint; readonly text: string };

const utcTime = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d{4})$/;

/** RFC 5280, section 4.1.2.5: years of two digits are between 1950 and 2049. */
export function readTime(validity: Der): Time {
  const { tag, content } = validity.any("x509: unsupported time format");
  const text = content.toString("latin1");
  if (tag === tags.utcTime) return timeOf(utcTime.exec(text), "x509: malformed UTCTime");
  if (tag === tags.generalizedTime) return timeOf(generalizedTime.exec(text), "x509: malformed GeneralizedTime");
  return fail("x509: unsupported time format");
}

function timeOf(match: RegExpExecArray | null, problem: string): Time {
  if (match === null) return fail(problem);
  const [, yearText = "", month = "", day = "", hour = "", minute = "", second = "00", zone = "Z"] = match;
  const year = yearText.length === 4 ? yearText : `${Number(yearText) >= 50 ? "19" : "20"}${yearText}`;
  const offset = zone === "Z" || zone === "+0000" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  const date = new Date(text);
  // JavaScript lets the 31st of February pass as a day of March.
  const isDate =
    !Number.isNaN(date.getTime()) && new Date(`${text.slice(0, 19)}Z`).toISOString().startsWith(text.slice(0, 19));
  return isDate ? { ns: BigInt(date.getTime()) * 1_000_000n, text } : fail(problem);
}
