/** Bytes of JSON (RFC 8259, section 2). */
export const [quote, backslash, comma, colon, space] = [0x22, 0x5c, 0x2c, 0x3a, 0x20];
export const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
export const [minus, dot, zero, nine] = [0x2d, 0x2e, 0x30, 0x39];
/** First letters of the words of JSON. */
export const [beginNull, beginTrue, beginFalse] = [0x6e, 0x74, 0x66];
