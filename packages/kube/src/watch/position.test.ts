import { expect, it } from "vitest";
import { ApiError, ConnectionError } from "../api-error.ts";
import { afterInterruption, type Position } from "./position.ts";

const at7: Position = { from: "7", refusals: 0 };
const refused = (code: number) => new ApiError({ code, reason: "Some", message: "" });

it.each<[rule: string, err: unknown, before: Position, after: Position]>([
  ["goes on where a connection broke", new ConnectionError("ECONNRESET", ""), at7, at7],
  ["goes on where a stream broke", new Error("terminated"), at7, at7],
  ["lists again when the server forgot", refused(410), at7, { from: undefined, refusals: 0 }],
  [
    "lists again after an event that cannot be read",
    new ConnectionError("not_json", ""),
    at7,
    { ...at7, from: undefined },
  ],
  ["passes over an event that is too large", new ConnectionError("too_large", ""), at7, { ...at7, from: undefined }],
  ["tries again after a refusal", refused(500), at7, { from: "7", refusals: 1 }],
  ["goes on where an event was cut", new ConnectionError("cut", ""), at7, { from: "7", refusals: 1 }],
  ["lists again after three refusals", refused(504), { from: "7", refusals: 2 }, { from: undefined, refusals: 0 }],
])("%s", (_rule, err, before, after) => {
  expect(afterInterruption(before, err)).toEqual(after);
});
