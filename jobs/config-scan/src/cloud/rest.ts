import { setTimeout } from "node:timers/promises";
import { isRecord } from "@sortie/wire";
import { fetchReason } from "../fetch-reason.ts";
import { bounds, type CloudData, CloudError } from "./cloud-source.ts";

/** How a provider's REST API is called. `token` is asked before each attempt and is sent to `base` alone. */
export type RestDeps = { base: string; token: (signal: AbortSignal) => Promise<string> };

type Request = { method?: "GET" | "POST"; body?: unknown };

const attempts = 4;
/** Before attempt n, doubled each time, unless the server names a pause of its own. */
const firstPauseMs = 500;
const longestPauseMs = 15_000;

/**
 * Calls a provider's API and reads the JSON object that it answers with. What may pass by itself is tried again.
 * Redirects are not followed: a token that was meant for one server is not shown to another.
 *
 * @throws CloudError
 */
export async function requestJson(
  path: string,
  { base, token }: RestDeps,
  signal: AbortSignal,
  { method = "GET", body }: Request = {},
): Promise<CloudData> {
  const { host, origin } = new URL(base);
  // A link to the next page comes from the answer.
  if (!URL.canParse(path, base)) throw new CloudError(`${host} refers to something that is no address`);
  const url = new URL(path, base);
  if (url.origin !== origin) throw new CloudError(`${host} refers to ${url.host}`);
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const headers = { authorization: `Bearer ${await token(signal)}`, "content-type": "application/json" };
    const answer = await send(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) }, signal);
    if ("data" in answer) return answer.data;
    if (!answer.mayPass || attempt === attempts) throw new CloudError(`${url.host} ${answer.reason}`);
    const pause = answer.retryAfterMs ?? firstPauseMs * 2 ** (attempt - 1);
    await setTimeout(Math.min(pause, longestPauseMs), undefined, { signal });
  }
}

type Answer = { data: CloudData } | { reason: string; mayPass: boolean; retryAfterMs?: number | undefined };

async function send(url: URL, init: RequestInit, signal: AbortSignal): Promise<Answer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(bounds.requestMs)]);
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: deadline });
    const text = await readBounded(response);
    if (text === undefined) return { reason: `answers with more than ${bounds.bodyBytes} bytes`, mayPass: false };
    const data = jsonObject(text);
    if (!response.ok) return refusal(response, data);
    return data === undefined ? { reason: "answers with something else than a JSON object", mayPass: false } : { data };
  } catch (err) {
    signal.throwIfAborted();
    return { reason: `does not answer: ${fetchReason(err)}`, mayPass: true };
  }
}

function refusal({ status, headers }: Response, data: CloudData | undefined): Answer {
  const { error } = data ?? {};
  const message = isRecord(error) && typeof error.message === "string" ? `: ${error.message}` : "";
  const retryAfter = headers.get("retry-after") ?? "";
  return {
    reason: `answers ${status}${message}`,
    mayPass: status >= 500 || status === 429 || status === 408,
    retryAfterMs: /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined,
  };
}

/** The body; `undefined` when it is too large, in which case the rest is not read. */
async function readBounded({ body }: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > bounds.bodyBytes) return undefined;
  }
  return Buffer.concat(parts).toString();
}

function jsonObject(text: string): CloudData | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // the caller says so, with the status
  }
}

/**
 * Reads a list page by page: `items` are in that field of each page, and `next` says where the next page is.
 *
 * @throws CloudError also for more pages than are read.
 */
export async function readPages(
  first: string,
  { items, next }: { items: string; next: (page: CloudData) => string | undefined },
  deps: RestDeps,
  signal: AbortSignal,
): Promise<unknown[]> {
  const all: unknown[] = [];
  let path: string | undefined = first;
  for (let page = 0; path !== undefined; page += 1) {
    if (page === bounds.pages) throw new CloudError(`a list has more than ${bounds.pages} pages`);
    const data: CloudData = await requestJson(path, deps, signal);
    const found = data[items];
    if (Array.isArray(found)) all.push(...(found as unknown[]));
    path = next(data);
  }
  return all;
}
