import { parseTime } from "./parse-time.ts";

/**
 * How a string is written in block style: behind a `header` if it is a literal, or as it is. A line ends with its line
 * separator, or else with the line feed that is not written here.
 */
export type ScalarText = { readonly header?: string; readonly lines: readonly string[] };

/**
 * A string as libyaml's emitter and Go's package yaml write it in block style: plain where it reads as the same string,
 * in quotes where it does not, and one of several lines as a literal block.
 */
export function scalarText(value: string): ScalarText {
  const allowed = stylesOf(value);
  if (value.includes("\n") && allowed.block) return literal(value);
  if (value.includes("\n") || !isReadAsText(value)) return { lines: [doubleQuoted(value)] };
  if (allowed.plain) return { lines: [value] };
  return { lines: allowed.single ? singleQuoted(value) : [doubleQuoted(value)] };
}

type Styles = { readonly plain: boolean; readonly single: boolean; readonly block: boolean };

const isBreak = /[\n\r\u2028\u2029]/;

/** libyaml calls characters beyond the basic plane special, and those that do not print. */
const special = /[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

function stylesOf(value: string): Styles {
  const isSpecial = special.test(value) || value.includes("\r") || / [\n\r\u2028\u2029]/.test(value);
  const hasBreakAndSpace = /[\n\r\u2028\u2029] /.test(value);
  const single = !(isSpecial || hasBreakAndSpace || value.includes("\t"));
  const isEdged = /^[ \n\r\u2028\u2029]|[ \n\r\u2028\u2029]$/.test(value);
  return {
    plain: single && !isEdged && !isBreak.test(value) && !hasIndicators(value),
    single,
    block: !isSpecial && !value.endsWith(" ") && value !== "",
  };
}

/** Characters that mean something else to YAML where they stand. */
function hasIndicators(value: string): boolean {
  if (/^(?:---|\.\.\.)/.test(value)) return true;
  if (/^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:\s|$))/.test(value)) return true;
  return /.:(?:\s|$)|\s#/s.test(value);
}

/** Whether a plain scalar is not taken for a number, a truth, nothing or a time. */
function isReadAsText(value: string): boolean {
  return !(
    /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE)$/.test(value) ||
    /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/.test(value) ||
    /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(value) ||
    isNumber(value) ||
    isTime(value)
  );
}

function isNumber(value: string): boolean {
  if (/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(value)) return true;
  if (!/^[-+.0-9]/.test(value)) return false;
  const digits = value.startsWith(".") ? value : value.replaceAll("_", "");
  return /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/.test(
    digits,
  );
}

const timeLayouts = [
  "2006-1-2T15:4:5.999999999Z07:00",
  "2006-1-2t15:4:5.999999999Z07:00",
  "2006-1-2 15:4:5.999999999",
  "2006-1-2",
];

function isTime(value: string): boolean {
  return /^\d{4}-/.test(value) && timeLayouts.some((layout) => canParse(layout, value));
}

function canParse(layout: string, value: string): boolean {
  try {
    parseTime(layout, value);
    return true;
  } catch {
    return false;
  }
}

/** A leading space would be taken for indentation, so that its depth is said; `-` and `+` are about breaks at the end. */
function literal(value: string): ScalarText {
  const indent = /^[ \n\u2028\u2029]/.test(value) ? "2" : "";
  const chomping = !isBreak.test(value.slice(-1))
    ? "-"
    : value.length === 1 || isBreak.test(value.slice(-2, -1))
      ? "+"
      : "";
  const lines = value.replace(/[\u2028\u2029]/g, "$&\n").split("\n");
  if (chomping !== "-") lines.pop();
  return { header: `|${indent}${chomping}`, lines };
}

/** Only line separators break lines within quotes; the closing quote stands behind the last of them. */
function singleQuoted(value: string): readonly string[] {
  return `'${value.replaceAll("'", "''")}'`.split(/(?<=[\u2028\u2029])(?![\u2028\u2029]*'$)/);
}

const escapes: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

function doubleQuoted(value: string): string {
  const body = value.replace(/["\\\u2028\u2029]|[^ -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/gu, (char) => {
    const code = char.codePointAt(0) as number;
    const hex = code.toString(16).toUpperCase();
    const numbered =
      code <= 0xff
        ? `\\x${hex.padStart(2, "0")}`
        : code <= 0xffff
          ? `\\u${hex.padStart(4, "0")}`
          : `\\U${hex.padStart(8, "0")}`;
    return escapes[char] ?? numbered;
  });
  return `"${body}"`;
}
