import { keysOf } from "../../values/compare.ts";
import { jsonText } from "../../values/json.ts";
import { isNumber, isObject, typeName } from "../../values/kinds.ts";
import { memberOf } from "../../values/member-of.ts";
import { toBigInt } from "../../values/numbers.ts";
import { print } from "../../values/print.ts";
import type { RegoMap } from "../../values/rego-map.ts";
import { RegoSet } from "../../values/rego-set.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { fail, failOperand } from "../define.ts";
import { parseDuration } from "../duration.ts";
import type { Errand, TlsOptions } from "./errand.ts";

type ObjectValue = PlainObject | RegoMap;
type HttpErrand = Extract<Errand, { kind: "request" }>;

const texts = ["method", "url", "raw_body", "tls_ca_cert", "tls_client_cert", "tls_client_key", "tls_server_name"];
/** What they name is outside of the evaluation: files and variables of the process. */
const outside = ["tls_ca_cert", "tls_client_cert", "tls_client_key"].flatMap((name) => [
  `${name}_file`,
  `${name}_env_variable`,
]);
const known = new Set([
  ...texts,
  ...outside,
  "body",
  "headers",
  "enable_redirect",
  "force_json_decode",
  "force_yaml_decode",
  "timeout",
  "raise_error",
  "max_retry_attempts",
  "tls_use_system_certs",
  "tls_insecure_skip_verify",
  // An evaluation remembers its own requests, whatever they say of caching; nothing is remembered after it.
  "cache",
  "force_cache",
  "force_cache_duration_seconds",
  "caching_mode",
  "cache_ignored_headers",
]);

const defaultTimeoutMs = 5000;

export function checkParameters(request: ObjectValue): void {
  const given = keysOf(request);
  const unknown = given.filter((key) => typeof key !== "string" || !known.has(key));
  if (unknown.length > 0) failOperand(1, `invalid request parameters(s): ${print(RegoSet.of(unknown))}`);
  const missing = ["method", "url"].filter((name) => memberOf(request, name) === undefined);
  if (missing.length > 0) failOperand(1, `missing required request parameters(s): ${print(RegoSet.of(missing))}`);
  for (const name of outside) if (memberOf(request, name) !== undefined) fail(`${name} is not supported`);
  for (const name of texts) {
    const value = memberOf(request, name);
    if (value !== undefined && typeof value !== "string") fail(`"${name}" must be a string`);
  }
}

export function errandFor(request: ObjectValue, allowNet: HttpErrand["allowNet"]): HttpErrand {
  const text = (name: string): string | undefined => memberOf(request, name) as string | undefined;
  return {
    kind: "request",
    method: (text("method") ?? "").toUpperCase(),
    url: text("url") ?? "",
    headers: headersIn(request),
    body: bodyIn(request),
    followsRedirects: flag(request, "enable_redirect"),
    attempts: 1 + retries(request),
    timeoutMs: timeoutIn(memberOf(request, "timeout")),
    allowNet,
    tls: tlsOptions(text, flag(request, "tls_insecure_skip_verify")),
  };
}

export function flag(request: ObjectValue, name: string): boolean {
  const value = memberOf(request, name);
  if (value === undefined) return false;
  return typeof value === "boolean" ? value : fail(`invalid value for ${name} field`);
}

function tlsOptions(text: (name: string) => string | undefined, isInsecure: boolean): TlsOptions {
  const ca = text("tls_ca_cert")?.replaceAll("\\n", "\n");
  const cert = text("tls_client_cert");
  const key = text("tls_client_key");
  const servername = text("tls_server_name");
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(servername === undefined ? {} : { servername }),
    ...(isInsecure ? { rejectUnauthorized: false } : {}),
  };
}

function headersIn(request: ObjectValue): Record<string, string> {
  const given = memberOf(request, "headers") ?? {};
  if (!isObject(given)) return fail("invalid type for headers key");
  const headers: Record<string, string> = {};
  for (const key of keysOf(given)) {
    const value = memberOf(given, key);
    if (typeof key !== "string" || typeof value !== "string") return fail("invalid type for headers value");
    headers[key] = value;
  }
  const hasAgent = Object.keys(headers).some((name) => name.toLowerCase() === "user-agent");
  return hasAgent ? headers : { ...headers, "User-Agent": "sortie-rego" };
}

function bodyIn(request: ObjectValue): string {
  const raw = memberOf(request, "raw_body");
  if (typeof raw === "string") return raw;
  const body = memberOf(request, "body");
  return body === undefined ? "" : jsonText(body);
}

function retries(request: ObjectValue): number {
  const value = memberOf(request, "max_retry_attempts") ?? 0;
  const count = isNumber(value) ? toBigInt(value) : undefined;
  return count !== undefined && count >= 0n && count < 100n
    ? Number(count)
    : fail("invalid value for max_retry_attempts field");
}

/** Nanoseconds, as a number or as text, or text with units. */
function timeoutIn(value: Value | undefined): number {
  if (value === undefined) return defaultTimeoutMs;
  const nanoseconds = isNumber(value)
    ? (toBigInt(value) ?? fail(`invalid timeout number value ${print(value)}, must be int64`))
    : typeof value === "string"
      ? /^\d+$/.test(value)
        ? BigInt(value)
        : parseDuration(value)
      : failOperand(1, `'timeout' must be one of {string, number} but got ${typeName(value)}`);
  // As in Go, none at all means no bound; an evaluation always needs one.
  if (nanoseconds <= 0n) return 60_000;
  return Math.min(Math.ceil(Number(nanoseconds) / 1e6), 60_000);
}
