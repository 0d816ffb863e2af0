import { createHash, createHmac } from "node:crypto";
import { charge, define } from "./define.ts";

const digests = (["md5", "sha1", "sha256"] as const).map((algorithm) =>
  define(`crypto.${algorithm}`, ["string"], function (text) {
    charge(this, text.length);
    return createHash(algorithm).update(text, "utf8").digest("hex");
  }),
);

const macs = (["md5", "sha1", "sha256", "sha512"] as const).map((algorithm) =>
  define(`crypto.hmac.${algorithm}`, ["string", "string"], function (text, key) {
    charge(this, text.length);
    return createHmac(algorithm, key).update(text, "utf8").digest("hex");
  }),
);

export const hashes = [
  ...digests,
  ...macs,
  define("crypto.hmac.equal", ["string", "string"], (left, right) => left === right),
];
