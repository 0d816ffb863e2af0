import { constants, generateKeyPairSync, sign } from "node:crypto";
import { expect, it } from "vitest";
import { compile } from "../compile.ts";

it("takes of PSS no other salt than the standard's where a token is decoded, and any where it is only verified", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const cert = publicKey.export({ type: "spki", format: "pem" });
  const text = [{ alg: "PS256" }, {}].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const verdicts = (saltLength: number): unknown => {
    const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    const token = `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
    const query =
      "[io.jwt.verify_ps256(input.token, input.cert), io.jwt.decode_verify(input.token, {`cert`: input.cert})[0]]";
    return compile([]).evaluate(query, { input: { token, cert } });
  };
  expect(verdicts(32)).toEqual([true, true]);
  expect(verdicts(20)).toEqual([true, false]);
});
