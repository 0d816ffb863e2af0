import type { Context } from "../runtime/context.ts";
import { decodeBase64, decodeBase64Url, isBase64 } from "./base64-text.ts";
import { chargeText } from "./charges.ts";
import { charge, define, fail } from "./define.ts";

export const base64 = [
  define("base64.encode", ["string"], function (text) {
    return encoded(this, text, "base64");
  }),
  define("base64.decode", ["string"], function (text) {
    charge(this, text.length);
    return decodeBase64(text).toString("utf8");
  }),
  define("base64.is_valid", ["any"], (text) => typeof text === "string" && isBase64(text)),
  define("base64url.encode", ["string"], function (text) {
    const digits = encoded(this, text, "base64url");
    return digits + "=".repeat((4 - (digits.length % 4)) % 4);
  }),
  define("base64url.encode_no_pad", ["string"], function (text) {
    return encoded(this, text, "base64url");
  }),
  define("base64url.decode", ["string"], (text) => decodeBase64Url(text).toString("utf8")),
  define("hex.encode", ["string"], function (text) {
    return encoded(this, text, "hex");
  }),
  define("hex.decode", ["string"], (text) => {
    const bad = /^[0-9a-fA-F]*$/.test(text) ? null : /[^0-9a-fA-F]/u.exec(text);
    if (bad !== null) fail(`encoding/hex: invalid byte: ${byteName(bad[0])}`);
    if (text.length % 2 === 1) fail("encoding/hex: odd length hex string");
    return Buffer.from(text, "hex").toString("utf8");
  }),
];

const digitsOfByte = { base64: 4 / 3, base64url: 4 / 3, hex: 2 } as const;

/** The bytes of a text as digits, up to six for each of its characters. */
function encoded(context: Context, text: string, encoding: keyof typeof digitsOfByte): string {
  chargeText(context, Math.ceil(Buffer.byteLength(text) * digitsOfByte[encoding]));
  return Buffer.from(text, "utf8").toString(encoding);
}

/** The first byte of a character as Go's verb `%#U` shows a character of that number. */
function byteName(char: string): string {
  const [byte = 0] = Buffer.from(char);
  const code = `U+${byte.toString(16).toUpperCase().padStart(4, "0")}`;
  return byte < 0x20 || byte === 0x7f ? code : `${code} '${String.fromCharCode(byte)}'`;
}
