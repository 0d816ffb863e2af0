import { ApiError, ConnectionError } from "@sortie/kube";
import { expect, it } from "vitest";
import { refusalOf } from "./refusal.ts";

const denied = 'admission webhook "limits.example.com" denied the request: too many scans of shop';
const answer = (code: number, message: string) => new ApiError({ code, reason: "Unknown", message });

it.each([
  [403, "exceeded quota: one-job"],
  [500, 'failed calling webhook "limits.example.com": connection refused'],
  [429, `POST /apis/batch/v1/namespaces/kubescape/jobs: ${denied}`],
  [503, denied],
])("takes %d, %s, for a refusal of one step", (code, message) => {
  expect(refusalOf(answer(code, message))).toBe(message);
});

it.each([
  ["a caller who is not known", answer(401, "Unauthorized")],
  ["an API server that has too much to do", answer(429, "too many requests, please try again later")],
  ["an API server that is not there", new ConnectionError("ECONNREFUSED", "connection refused")],
])("takes %s for none", (_what, err) => {
  expect(refusalOf(err)).toBeUndefined();
});
