import { mayReach } from "../../runtime/allow-net.ts";
import type { Context } from "../../runtime/context.ts";
import { jsonText, parseJson } from "../../values/json.ts";
import { memberOf } from "../../values/member-of.ts";
import { setOwn } from "../../values/objects.ts";
import type { RegoMap } from "../../values/rego-map.ts";
import { RegoSet } from "../../values/rego-set.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { BuiltinFailure, charge, define, fail } from "../define.ts";
import { addressText, parseAddress } from "../ip-address.ts";
import { readYaml } from "../yaml.ts";
import type { Response } from "./errand.ts";
import { checkParameters, errandFor, flag } from "./http-request.ts";
import { sendErrand } from "./send-errand.ts";

type ObjectValue = PlainObject | RegoMap;

/** An error of the connection, which OPA tells from others. */
class NetworkFailure extends BuiltinFailure {}

/** What starting a worker costs, in characters. */
const errandWork = 64 * 10_000;
const lookupTimeoutMs = 5000;

function send(context: Context, request: ObjectValue): Value {
  checkParameters(request);
  const { allowNet } = context.evaluation;
  const errand = errandFor(request, allowNet);
  const host = hostOf(errand.url);
  if (!mayReach(allowNet, host)) fail(`disallowed host: ${host}`);
  charge(context, errandWork);
  const reply = sendErrand(errand, context.state.timeLeft(errand.timeoutMs * errand.attempts + 1000));
  if ("problem" in reply) {
    const { method, url } = errand;
    const what = `${method.slice(0, 1)}${method.slice(1).toLowerCase()} ${JSON.stringify(url)}: ${reply.problem}`;
    throw reply.isNetwork ? new NetworkFailure(what) : new BuiltinFailure(reply.problem);
  }
  if (!("response" in reply)) return fail("no response");
  charge(context, reply.response.body.length);
  return responseValue(request, reply.response);
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) return fail(`parse ${JSON.stringify(url)}: invalid URL`);
  const { protocol, hostname } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:")
    fail(`unsupported protocol scheme ${JSON.stringify(protocol.slice(0, -1))}`);
  return hostname.replace(/^\[|\]$/g, "");
}

/** A body that is no JSON or YAML, or is not said to be, is null. */
function responseValue(request: ObjectValue, { status, statusText, headers, body }: Response): Value {
  const text = Buffer.from(body).toString("utf8");
  const values: Record<string, Value> = {};
  for (const [name, list] of headers) setOwn(values, name, [...list]);
  const type =
    /^[^;]*/
      .exec(headers.find(([name]) => name === "content-type")?.[1][0] ?? "")?.[0]
      .trim()
      .toLowerCase() ?? "";
  return {
    status: `${status} ${statusText}`.trimEnd(),
    status_code: status,
    headers: values,
    raw_body: text,
    body: decoded(request, type, text),
  };
}

function decoded(request: ObjectValue, type: string, text: string): Value {
  try {
    if (flag(request, "force_json_decode") || /^application\/(?:json|[^/]+\+json)$/.test(type)) return parseJson(text);
    if (flag(request, "force_yaml_decode") || /^application\/(?:x-)?yaml$/.test(type)) return readYaml(text);
    return null;
  } catch {
    return null;
  }
}

/** Without `raise_error` an error is a response of its own. */
function errorValue(error: BuiltinFailure): Value {
  const code = error instanceof NetworkFailure ? "eval_http_send_network_error" : "eval_http_send_internal_error";
  return {
    status_code: 0,
    error: { code, message: error instanceof NetworkFailure ? error.message : `http.send: ${error.message}` },
  };
}

function answered(context: Context, request: ObjectValue): Value {
  const raises = memberOf(request, "raise_error") ?? true;
  if (typeof raises !== "boolean") fail("invalid value for raise_error field");
  try {
    return send(context, request);
  } catch (error) {
    if (error instanceof BuiltinFailure && !raises) return errorValue(error);
    throw error;
  }
}

/** The same question has the same answer all through an evaluation. */
function remembered(context: Context, key: string, find: () => Value): Value {
  const { builtinState } = context.evaluation;
  const known = (builtinState.get(key) as Value | undefined) ?? find();
  builtinState.set(key, known);
  return known;
}

function addressesOf(context: Context, name: string): Value {
  const { allowNet } = context.evaluation;
  const address = parseAddress(name);
  if (!mayReach(allowNet, name)) fail(`disallowed host: ${name}`);
  if (address !== undefined) return RegoSet.of([addressText(address)]);
  charge(context, errandWork);
  const reply = sendErrand({ kind: "lookup", name }, context.state.timeLeft(lookupTimeoutMs));
  if ("problem" in reply) return fail(`lookup ${name}: ${reply.problem}`);
  return "addresses" in reply ? RegoSet.of(reply.addresses) : fail("no addresses");
}

/** What reaches outside of the evaluation. Policies may call it only where capabilities say so. */
export const network = [
  define("opa.runtime", [], function () {
    return (this.evaluation.runtime ?? {}) as Value;
  }),
  define("http.send", ["object"], function (request) {
    return remembered(this, `http.send ${jsonText(request)}`, () => answered(this, request));
  }),
  define("net.lookup_ip_addr", ["string"], function (name) {
    return remembered(this, `net.lookup_ip_addr ${name}`, () => addressesOf(this, name));
  }),
];
