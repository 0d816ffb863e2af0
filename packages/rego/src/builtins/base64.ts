import { decodeBase64, decodeBase64Url, isBase64 } from "./base64-text.ts";
import { charge, define, fail } from "./define.ts";

export const base64 = [
  define("base64.encode", ["string"], function (text) {
    charge(this, text.length);
    return Buffer.from(text, "utf8").toString("base64");
  }),
  define("base64.decode", ["string"], function (text) {
    charge(this, text.length);
    return decodeBase64(text).toString("utf8");
  }),
  define("base64.is_valid", ["any"], (text) => typeof text === "string" && isBase64(text)),
  define("base64url.encode", ["string"], (text) => {
    const digits = Buffer.from(text, "utf8").toString("base64url");
    return digits + "=".repeat((4 - (digits.length % 4)) % 4);
  }),
  define("base64url.encode_no_pad", ["string"], (text) => Buffer.from(text, "utf8").toString("base64url")),
  define("base64url.decode", ["string"], (text) => decodeBase64Url(text).toString("utf8")),
  define("hex.encode", ["string"], (text) => Buffer.from(text, "utf8").toString("hex")),
  define("hex.decode", ["string"], (text) => {
    const bad = /^[0-9a-fA-F]*$/.test(text) ? null : /[^0-9a-fA-F]/u.exec(text);
    if (bad !== null) fail(`encoding/hex: invalid byte: ${byteName(bad[0])}`);
    if (text.length % 2 === 1) fail("encoding/hex: odd length hex string");
    return Buffer.from(text, "hex").toString("utf8");
  }),
];

/** The first byte of a character as Go's verb `%#U` shows a character of that number. */
function byteName(char: string): string {
  const [byte = 0] = Buffer.from(char);
  const code = `U+${byte.toString(16).toUpperCase().padStart(4, "0")}`;
  return byte < 0x20 || byte === 0x7f ? code : `${code} '${String.fromCharCode(byte)}'`;
}
