import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compile } from "../../compile.ts";
import { RegoLimitError } from "../../errors.ts";
import { parseJson } from "../../values/json.ts";

type Case = { name: string; pem: string; opa: unknown };

/** Certificates that `openssl` made, and what OPA 1.22 says of them. */
const data = parseJson(readFileSync(new URL("testdata/opa.json", import.meta.url), "utf8")) as unknown as {
  certificates: Case[];
  requests: Case[];
};

function answerTo(expression: string, input: unknown): unknown {
  const [text] = compile([]).prepare(`x := ${expression}`).bindingsText({ input, strictBuiltinErrors: true });
  return text === undefined ? undefined : (parseJson(text) as { x: unknown }).x;
}

it.each(data.certificates)("shows the certificate of $name as OPA does", ({ pem, opa }) => {
  expect(answerTo("crypto.x509.parse_certificates(input)", pem)).toEqual([opa]);
});

it.each(data.requests)("shows the request of $name as OPA does", ({ pem, opa }) => {
  expect(answerTo("crypto.x509.parse_certificate_request(input)", pem)).toEqual(opa);
});

function pemOf(name: string): string {
  return data.certificates.find((each) => each.name === name)?.pem ?? "";
}

const root = pemOf("Root CA");
const inter = pemOf("Inter");
const leaf = pemOf("www.example.com");
const broken = pemOf("www.example.com with a critical extension");

it.each<[what: string, chain: string[], isValid: boolean]>([
  ["a chain over one between", [root, inter, leaf], true],
  ["a chain of two", [root, inter], true],
  ["a certificate and itself", [root, root], true],
  ["one more than needed between", [root, pemOf("pss"), inter, leaf], true],
  ["a certificate alone", [root], false],
  ["a chain with a part missing", [root, leaf], false],
  ["a critical extension that nobody knows", [root, inter, broken], false],
  ["another root", [pemOf("p521"), inter, leaf], false],
])("verifies %s", (_what, chain, isValid) => {
  const [answer, shown] = answerTo("crypto.x509.parse_and_verify_certificates(input)", chain.join("")) as [
    boolean,
    unknown[],
  ];
  expect(answer).toBe(isValid);
  expect(shown.length > 0).toBe(isValid);
});

it.each<[options: string, isValid: boolean]>([
  [`{"DNSName": "www.example.com"}`, true],
  [`{"DNSName": "a.example.com"}`, true],
  [`{"DNSName": "a.b.example.com"}`, false],
  [`{"DNSName": "[10.1.2.3]"}`, true],
  [`{"DNSName": "10.1.2.4"}`, false],
  [`{"CurrentTime": 0}`, false],
  [`{"CurrentTime": 4000000000000000000}`, true],
  [`{"KeyUsages": ["KeyUsageClientAuth"]}`, false],
  [`{"KeyUsages": {"KeyUsageAny"}}`, true],
])("verifies a chain with %s", (options, isValid) => {
  const call = `crypto.x509.parse_and_verify_certificates_with_options(input, ${options})`;
  expect(answerTo(`${call}[0]`, root + inter + leaf)).toBe(isValid);
});

it.each([
  [`crypto.x509.parse_certificates("!!")`, "illegal base64 data at input byte 0"],
  [`crypto.x509.parse_certificates("YmFkc3RyaW5n")`, "x509: malformed certificate"],
  [`crypto.x509.parse_certificate_request("YmFkc3RyaW5n")`, "asn1: structure error"],
  [`crypto.x509.parse_rsa_private_key("")`, "input PEM data was empty"],
  [`crypto.x509.parse_keypair("", "")`, "x509: malformed certificate"],
  [`crypto.x509.parse_and_verify_certificates_with_options("", {"x": 1})`, "invalid key option"],
  [
    `crypto.x509.parse_and_verify_certificates_with_options("", {"KeyUsages": ["a"]})`,
    "invalid entries for 'KeyUsages' found: [a]",
  ],
])("says what is wrong with %s", (call, problem) => {
  expect(() => answerTo(call, null)).toThrow(problem);
});

const keys: Readonly<Record<string, KeyObject>> = {
  RSA: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
  EC: generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey,
  Ed25519: generateKeyPairSync("ed25519").privateKey,
};

it.each(Object.entries(keys))("takes a private key of %s apart", (_name, key) => {
  const pem = key.export({ type: "pkcs8", format: "pem" }) as string;
  expect(answerTo("crypto.x509.parse_rsa_private_key(input)", pem)).toEqual(key.export({ format: "jwk" }));
  const [value] = answerTo("crypto.parse_private_keys(input)", pem) as [Record<string, unknown> | string];
  const members = typeof value === "string" ? [] : Object.keys(value);
  expect(members).toEqual({ RSA: ["D", "E", "N", "Precomputed", "Primes"], EC: ["Curve", "D", "X", "Y"] }[_name] ?? []);
});

it("finds no keys where there are none", () => {
  expect(answerTo(`[crypto.parse_private_keys(""), crypto.parse_private_keys("nope")]`, null)).toEqual([null, []]);
});

it("reads whatever bytes there are without harm, and long text within its limit", () => {
  const good = Buffer.from(leaf.replace(/-----[^-]+-----|\s/g, ""), "base64");
  for (let i = 0; i < 300; i++) {
    const bytes = Buffer.from(good);
    for (let k = 1; k <= 3; k++) bytes[(i * 7919 * k) % good.length] = (i * 31 * k) & 0xff;
    const policy = compile([]);
    policy.evaluate("crypto.x509.parse_certificates(input)", { input: bytes.toString("base64") });
  }
  const evaluate = () =>
    compile([]).evaluate("crypto.x509.parse_certificates(input)", {
      input: "-----BEGIN CERTIFICATE-----\n".repeat(50_000),
      limits: { steps: 10_000 },
    });
  expect(evaluate).toThrow(RegoLimitError);
});
