import { isOmitted } from "./as-read.ts";
import { fieldsInJson } from "./fields-in-json.ts";
import type { Field, FieldType, Message } from "./message.ts";
import { zeroOf } from "./zero.ts";

/**
 * What becomes of a field when a text matches, by its dotted path: `captured` is a group of its own, `within` has groups for its
 * fields, and the entries of a map or list are left to the caller, who finds `entries` in their place. Absent: it is matched.
 */
export type Choose = (path: string, type: FieldType) => "captured" | "within" | "entries" | undefined;

/** Stands in a pattern for the entries of a map or list. */
export const entries = "(?#entries)";

/** No text matches. */
const never = "(?!)";

/** A text as `JSON.stringify` writes it, but for characters that it has to write as numbers. */
const text = String.raw`"[^"\\\x00-\x1f]*(?:\\["\\bfnrt][^"\\\x00-\x1f]*)*"`;
/** The name of an entry in its quotation marks. JavaScript puts whole numbers before all others, `__proto__` would be no field. */
export const name = String.raw`(?!\d|__proto__")[^"\\\x00-\x1f]*`;

/** Up to 15 digits are written again as they stand (IEEE 754, 5.12.2), and from 0.000001 on without an exponent. */
const whole = String.raw`(?:0|-?[1-9]\d{0,14})`;
const whole32 = String.raw`(?:0|-?[1-9]\d{0,8})`;
const count = String.raw`(?:0|[1-9]\d{0,14})`;
const decimal = String.raw`(?:0|-?0\.\d{0,5}[1-9]|-?[1-9]\d{0,8}(?:\.\d{0,5}[1-9])?)`;

/** RFC 3339 in UTC, but for the leap day. */
const monthAndDay = String.raw`(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)`;
const time = String.raw`"\d{4}-${monthAndDay}T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?Z"`;

/** Values inside of values of any type; deeper ones are read otherwise. */
const rawDepth = 3;

/**
 * The source of a regular expression for texts that `JSON.stringify` would write of a value which reading leaves as it is
 * (`isAsRead`): fields in the order of the table, none unknown, missing or there twice, and nothing in a form that has another.
 * It does not match all of them, but no others: not messages in themselves, nor maps with more than one entry. To match such a
 * text takes a tenth of parsing it and looking at what has been made. Where it stops matching no other way is left to try, so
 * that it takes no longer to fail.
 *
 * @param isLoose Maps with more entries are matched as well, of which two may have one name.
 */
export function patternOf(type: FieldType, choose: Choose = () => undefined, isLoose = false): string {
  return pattern(type, { path: "", above: [], choose, isLoose });
}

/** Matches just this text. */
export function literal(given: string): string {
  return given.replace(/[^\w"]/g, String.raw`\$&`);
}

/** `path`: of the field; absent: it is inside of one that is matched as a whole. `above`: the messages that it is in. */
type Place = { path?: string | undefined; above: readonly Message[]; choose: Choose; isLoose: boolean };

function pattern(type: FieldType, place: Place): string {
  switch (type.is) {
    case "message":
      return place.above.includes(type) ? never : messagePattern(type, { ...place, above: [...place.above, type] });
    case "list":
      return listPattern(pattern(type.of, inside(place)));
    case "map":
      return mapPattern(pattern(type.of, inside(place)), place.isLoose);
    case "raw":
      return rawPattern(rawDepth, place.isLoose);
    default:
      return scalarPattern(type);
  }
}

function inside({ above, choose, isLoose }: Place): Place {
  return { above, choose, isLoose };
}

function messagePattern(message: Message, place: Place): string {
  const fields = fieldsInJson(message);
  // A comma stands before every field but the first, so that has to be there.
  if (fields[0] && isOmitted(fields[0])) return never;
  return String.raw`\{${fields.map((field, index) => fieldPattern(field, index === 0, place)).join("")}\}`;
}

function fieldPattern(field: Field, isFirst: boolean, place: Place): string {
  const value = chosenPattern(field, place);
  const written = `${isFirst ? "" : ","}"${literal(field.name)}":${value}`;
  return isOmitted(field) ? `(?:${written})?` : written;
}

function chosenPattern(field: Field, place: Place): string {
  const { type } = field;
  const path = place.path === undefined ? undefined : place.path === "" ? field.name : `${place.path}.${field.name}`;
  const choice = path === undefined ? undefined : place.choose(path, type);
  if (choice === "entries") return type.is === "list" ? String.raw`\[${entries}\]` : String.raw`\{${entries}\}`;
  const matched = pattern(type, choice === "within" ? { ...place, path } : inside(place));
  const value = zeroOf(field) === null && type.is !== "raw" && choice !== "within" ? `(?:null|${matched})` : matched;
  return choice === "captured" ? `(${value})` : value;
}

/** Behind an item comes the end, or a comma and another item. */
function listPattern(item: string): string {
  return String.raw`\[(?:${item}(?:,(?!\])|(?=\])))*\]`;
}

/** Of more than one entry it would have to be known that they are not the same. */
function mapPattern(value: string, isLoose: boolean): string {
  const entry = `"${name}":${value}`;
  return isLoose ? String.raw`\{(?:${entry}(?:,(?!\})|(?=\})))*\}` : String.raw`\{(?:${entry})?\}`;
}

function rawPattern(depth: number, isLoose: boolean): string {
  const plain = `null|true|false|${text}|${decimal}`;
  if (depth === 0) return `(?:${plain})`;
  const inner = rawPattern(depth - 1, isLoose);
  return `(?:${plain}|${listPattern(inner)}|${mapPattern(inner, isLoose)})`;
}

function scalarPattern(type: FieldType): string {
  switch (type.is) {
    case "string":
      return text;
    case "bool":
      return "(?:true|false)";
    case "time":
      return time;
    case "float":
    case "double":
      return decimal;
    case "int32":
    case "int64":
      return wholePattern(type.is, type.minimum);
    default:
      return never;
  }
}

function wholePattern(is: "int32" | "int64", minimum: number | undefined): string {
  if (minimum === undefined) return is === "int32" ? whole32 : whole;
  return is === "int64" && minimum === 0 ? count : never;
}
