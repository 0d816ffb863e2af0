import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Operands of built-ins that make nothing of what their declared types allow: by position the values that each may be,
 * some of which do not fit. Keys are of HMAC alone, whose signatures are the same each time.
 */
export function shapedOperands(builtin: string): readonly (readonly unknown[])[] | undefined {
  return shapes.get(builtin);
}

type Sample = { readonly pem: string };
const samples = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../packages/rego/src/builtins/x509/testdata/opa.json"), "utf8"),
) as { readonly certificates: readonly Sample[]; readonly requests: readonly Sample[] };

const certificates = samples.certificates.map(({ pem }) => pem);
const requests = samples.requests.map(({ pem }) => pem);
const [first = "", second = ""] = certificates;
const chains = [first + second, second + first, `${first}\n\n${certificates.at(-1)}`, ...certificates.slice(0, 3)];
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const notPem = ["", "no PEM", "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"];

const instants = [1451606400000000000, 0, 1.5, 1e20];
const verifyOptions = [
  {},
  { DNSName: "www.example.com" },
  { CurrentTime: 1750000000000000000 },
  { KeyUsages: ["KeyUsageAny"] },
  { MaxConstraintComparisons: 1 },
  { Other: 1 },
];

const headers = [{ alg: "HS256" }, { alg: "HS384", typ: "JWT" }, { alg: "HS512", kid: "x" }, { alg: "none" }, {}];
const payloads = [{}, { a: 1 }, { b: [1, "<x>"], a: null }, { é: "\u2028" }];
const secrets = [
  { kty: "oct", k: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow" },
  { kty: "oct", k: "c2VjcmV0" },
];

const requestsToSign = [
  { method: "get", url: "https://examplebucket.s3.amazonaws.com/test.txt?b=2&a=1" },
  { method: "POST", url: "https://sts.eu-west-1.amazonaws.com", body: { a: [1, "x"] }, headers: { "X-Other": "1" } },
  { method: "put", url: "http://h/a%20b/", raw_body: "text", headers: { "content-type": "x", Host: "y" } },
  { method: "get", url: "http://h/é?x=é" },
  { url: "http://h" },
  { method: "get", url: 1 },
];
const credentials = { aws_access_key: "AKID", aws_secret_access_key: "secret", aws_region: "us-east-1" };
const accounts = [
  { ...credentials, aws_service: "s3" },
  { ...credentials, aws_service: "ec2", aws_session_token: "token" },
  { ...credentials, aws_service: "s3", disable_payload_signing: true },
  { ...credentials },
];

const pems = [...certificates, ...chains, ...chains.map(base64), ...requests, ...notPem];
const shapes = new Map<string, readonly (readonly unknown[])[]>([
  ["crypto.x509.parse_certificates", [pems]],
  ["crypto.x509.parse_and_verify_certificates", [[...chains, ...chains.map(base64), ...notPem]]],
  ["crypto.x509.parse_and_verify_certificates_with_options", [chains, verifyOptions]],
  ["crypto.x509.parse_certificate_request", [[...requests, ...requests.map(base64), first, ...notPem]]],
  ["io.jwt.encode_sign", [headers, payloads, secrets]],
  [
    "io.jwt.encode_sign_raw",
    [headers, payloads, secrets].map((values) => values.map((value) => JSON.stringify(value))),
  ],
  ["providers.aws.sign_req", [requestsToSign, accounts, instants]],
]);
