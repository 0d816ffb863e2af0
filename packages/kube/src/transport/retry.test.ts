import { expect, it } from "vitest";
import { type Ended, nextStep, parseRetryAfter } from "./retry.ts";

const answered = (status: number, retryAfter?: string): Ended<string> => ({ status, retryAfter, answer: "it" });
const broken: Ended<string> = { err: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }) };
const refused: Ended<string> = { err: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) };
const none = { retries: 0, hasSignedInAgain: false };

it.each<[rule: string, method: string, ended: Ended<string>, past: typeof none, step: string]>([
  ["accepts what the server accepted", "POST", answered(201), none, "accept"],
  ["fails what the server refused", "GET", answered(404), none, "fail"],
  ["fails a busy server that names no time", "GET", answered(503), none, "fail"],
  ["waits when a busy server names the time", "POST", answered(503, "3"), none, "wait"],
  ["fails when the time is longer than what is left", "GET", answered(429, "60"), none, "fail"],
  ["fails after ten repetitions", "GET", answered(429, "1"), { ...none, retries: 10 }, "fail"],
  ["ignores the time of a refusal that is none of load", "GET", answered(403, "1"), none, "fail"],
  ["signs in again when credentials are not accepted", "GET", answered(401), none, "sign_in_again"],
  ["signs in again once", "GET", answered(401), { ...none, hasSignedInAgain: true }, "fail"],
  ["reads again after a broken connection", "GET", broken, none, "wait"],
  ["does not write again after a broken connection", "PATCH", broken, none, "fail"],
  ["fails where nothing listens", "GET", refused, none, "fail"],
])("%s", (_rule, method, ended, past, step) => {
  expect(nextStep(method, ended, past, 10).do).toBe(step);
});

it.each([
  ["5", 5],
  ["0", 0],
  ["-1", undefined],
  ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  [undefined, undefined],
])("reads Retry-After %j as %j seconds", (header, seconds) => {
  expect(parseRetryAfter(header)).toBe(seconds);
});
