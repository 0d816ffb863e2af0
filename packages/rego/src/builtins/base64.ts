import { charge, define, fail } from "./define.ts";

/** Go's decoders skip line ends and want padding. */
function decode(text: string, alphabet: RegExp): string {
  const compact = text.replace(/[\r\n]/g, "");
  if (compact.length % 4 !== 0 || !alphabet.test(compact)) fail("illegal base64 data");
  return Buffer.from(compact, "base64").toString("utf8");
}

const standard = /^[A-Za-z0-9+/]*={0,2}$/;
const urlSafe = /^[A-Za-z0-9_-]*={0,2}$/;

/** Encoders of other software leave the padding out (RFC 7515, appendix C). */
function decodeUrlSafe(text: string): string {
  const missing = text.endsWith("=") ? 0 : [0, -1, 2, 1][text.length % 4];
  if (missing === -1) fail(`illegal base64url string: ${text}`);
  return decode(text + "=".repeat(missing ?? 0), urlSafe);
}

function isValid(text: unknown): boolean {
  if (typeof text !== "string") return false;
  const compact = text.replace(/[\r\n]/g, "");
  return compact.length % 4 === 0 && standard.test(compact);
}

export const base64 = [
  define("base64.encode", ["string"], function (text) {
    charge(this, text.length);
    return Buffer.from(text, "utf8").toString("base64");
  }),
  define("base64.decode", ["string"], function (text) {
    charge(this, text.length);
    return decode(text, standard);
  }),
  define("base64.is_valid", ["any"], isValid),
  define("base64url.encode", ["string"], (text) =>
    Buffer.from(text, "utf8").toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
  ),
  define("base64url.encode_no_pad", ["string"], (text) => Buffer.from(text, "utf8").toString("base64url")),
  define("base64url.decode", ["string"], decodeUrlSafe),
  define("hex.encode", ["string"], (text) => Buffer.from(text, "utf8").toString("hex")),
  define("hex.decode", ["string"], (text) => {
    const bad = /[^0-9a-fA-F]/.exec(text);
    if (bad !== null) fail(`encoding/hex: invalid byte: U+${codeOf(bad[0])} '${bad[0]}'`);
    if (text.length % 2 === 1) fail("encoding/hex: odd length hex string");
    return Buffer.from(text, "hex").toString("utf8");
  }),
];

function codeOf(char: string): string {
  return char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
}
