import { createHash, createHmac } from "node:crypto";
import { compare, keysOf } from "../values/compare.ts";
import { jsonText } from "../values/json.ts";
import { isNumber, isObject, typeName } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { toBigInt } from "../values/numbers.ts";
import { ObjectBuilder } from "../values/objects.ts";
import { plainText, print } from "../values/print.ts";
import type { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { charge, define, fail, failOperand, mismatch } from "./define.ts";
import { formatTime } from "./time-layout.ts";
import { utc } from "./time-zones.ts";

type ObjectValue = PlainObject | RegoMap;

/** Headers that proxies change on the way. */
const unsigned = new Set(["authorization", "user-agent", "x-amzn-trace-id"]);

function requireTexts(object: ObjectValue, names: readonly string[], position: number, what: string): void {
  const listed = (wrong: readonly string[]): string => print(RegoSet.of(wrong));
  const missing = names.filter((name) => memberOf(object, name) === undefined);
  if (missing.length > 0) failOperand(position, `missing required ${what} parameters(s): ${listed(missing)}`);
  const invalid = names.filter((name) => typeof memberOf(object, name) !== "string");
  if (invalid.length > 0)
    failOperand(position, `invalid values for required ${what} parameters(s): ${listed(invalid)}`);
}

function text(object: ObjectValue, name: string): string {
  const value = memberOf(object, name);
  return typeof value === "string" ? value : "";
}

function sha256(data: string): string {
  return createHash("sha256").update(data).digest("hex");
}

function mac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

function bodyOf(request: ObjectValue): string {
  const raw = memberOf(request, "raw_body");
  if (raw !== undefined) return typeof raw === "string" ? raw : "";
  const body = memberOf(request, "body");
  return body === undefined ? "" : jsonText(body);
}

function payloadHash(request: ObjectValue, config: ObjectValue): string {
  const isDisabled = memberOf(config, "disable_payload_signing") ?? false;
  if (typeof isDisabled !== "boolean") failOperand(2, "invalid value for 'disable_payload_signing' in AWS config");
  return isDisabled ? "UNSIGNED-PAYLOAD" : sha256(bodyOf(request));
}

function instantOf(time: Value): { date: string; stamp: string } {
  const ns = isNumber(time) ? toBigInt(time) : mismatch(1, "number", time);
  if (ns === undefined || ns < 0n || BigInt.asIntN(64, ns) !== ns) {
    failOperand(3, "could not convert time_ns value into a unix timestamp");
  }
  const instant = { ns, zone: utc };
  return { date: formatTime(instant, "20060102"), stamp: formatTime(instant, "20060102T150405Z") };
}

/** AWS Signature Version 4: "Create a signed AWS API request" in the IAM User Guide. */
function signed(request: ObjectValue, config: Value, time: Value): Value {
  if (!isObject(config)) return mismatch(1, "object", config);
  requireTexts(config, ["aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"], 2, "AWS config");
  const { date, stamp } = instantOf(time);
  requireTexts(request, ["method", "url"], 1, "request");
  const given = memberOf(request, "headers") ?? {};
  if (!isObject(given)) failOperand(1, `must be object but got ${typeName(given)}`);
  if (!URL.canParse(text(request, "url"))) fail("invalid url");
  const url = new URL(text(request, "url"));
  const service = text(config, "aws_service");
  const hash = payloadHash(request, config);
  const own: Record<string, string> = { host: url.host, "x-amz-date": stamp };
  if (service === "s3" || service === "glacier") own["x-amz-content-sha256"] = hash;
  if (text(config, "aws_session_token") !== "") own["x-amz-security-token"] = text(config, "aws_session_token");
  const headers: Record<string, string> = { ...own };
  for (const name of keysOf(given)) {
    const lower = plainText(name).toLowerCase();
    if (!unsigned.has(lower)) headers[lower] = text(given, plainText(name));
  }
  const names = Object.keys(headers).toSorted();
  const path = /^https?:\/\/[^/?#]+$/.test(text(request, "url")) ? "" : url.pathname;
  const list = names.join(";");
  const canonical = [
    text(request, "method"),
    path,
    // As it is written: JavaScript escapes what is not ASCII.
    /^[^?#]*\?([^#]*)/.exec(text(request, "url"))?.[1] ?? "",
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    list,
    hash,
  ].join("\n");
  const scope = `${date}/${text(config, "aws_region")}/${service}/aws4_request`;
  const key = [text(config, "aws_region"), service, "aws4_request"].reduce(
    mac,
    mac(`AWS4${text(config, "aws_secret_access_key")}`, date),
  );
  const signature = mac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`).toString("hex");
  const credential = `${text(config, "aws_access_key")}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${list},Signature=${signature}`;
  return withHeaders(request, given, { ...own, Authorization: authorization });
}

function withHeaders(request: ObjectValue, given: ObjectValue, added: Readonly<Record<string, string>>): Value {
  const headers = new ObjectBuilder();
  for (const name of keysOf(given)) headers.set(name, memberOf(given, name) as Value);
  for (const name of Object.keys(added).toSorted(compare)) headers.set(name, added[name] as string);
  const result = new ObjectBuilder();
  for (const name of keysOf(request)) result.set(name, memberOf(request, name) as Value);
  return result.set("headers", headers.build()).build();
}

export const awsSignature = [
  define("providers.aws.sign_req", ["object", "any", "any"], function (request, config, time) {
    charge(this, 4096);
    return signed(request, config, time);
  }),
];
