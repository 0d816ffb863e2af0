import { expect, it } from "vitest";
import { reviewInTurns } from "./review-turns.ts";

/** An API server that answers when told to, and a clock whose pauses end when told to. */
function reviewing() {
  const asked: { token: string; answer: (answer: "yes" | "no" | "unauthenticated") => void; fail: () => void }[] = [];
  const pauses: (() => void)[] = [];
  const review = reviewInTurns(
    (token) =>
      new Promise((resolve, reject) => {
        asked.push({ token, answer: resolve, fail: () => reject(new Error("away")) });
      }),
    () => new Promise<void>((resolve) => pauses.push(resolve)),
  );
  const tokens = () => asked.map(({ token }) => token);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { review, asked, pauses, tokens, settled };
}

it("asks about four callers at once, and about the next when one is known", async () => {
  const { review, asked, tokens, settled } = reviewing();
  const answers = [1, 2, 3, 4, 5].map((token) => review(String(token), "10.0.0.6"));
  await settled();
  expect(tokens()).toEqual(["1", "2", "3", "4"]);
  asked[1]?.answer("yes");
  expect(await answers[1]).toBe("yes");
  await settled();
  expect(tokens()).toEqual(["1", "2", "3", "4", "5"]);
});

it.each(["no", "unauthenticated", "away"] as const)("asks no sooner after the answer %j", async (answer) => {
  const { review, asked, pauses, tokens, settled } = reviewing();
  const reviews = [1, 2, 3, 4, 5].map((token) => review(String(token), "10.0.0.6"));
  await settled();
  if (answer === "away") asked[0]?.fail();
  else asked[0]?.answer(answer);
  expect(await reviews[0]?.catch(() => "away")).toBe(answer);
  await settled();
  expect(tokens()).toHaveLength(4);
  pauses[0]?.();
  await settled();
  expect(tokens()).toHaveLength(5);
});

it("takes a caller of another address next, however many of one wait, and sends away who are too many", async () => {
  const { review, asked, pauses, tokens, settled } = reviewing();
  const flood = Array.from({ length: 100 }, (_, index) => review(`made-up-${index}`, "10.0.0.6"));
  await settled();
  const valid = review("valid", "10.0.0.7");
  expect(await Promise.all(flood.slice(68))).toEqual(Array.from({ length: 32 }, () => "busy"));
  for (const { answer } of asked) answer("unauthenticated");
  await settled();
  for (const end of pauses.slice(0, 2)) end();
  await settled();
  expect(tokens().slice(4)).toEqual(["made-up-4", "valid"]);
  asked.at(-1)?.answer("yes");
  expect(await valid).toBe("yes");
});

it("has all its places again when nobody waits any more", async () => {
  const { review, asked, tokens, settled } = reviewing();
  const first = [1, 2, 3, 4, 5].map((token) => review(String(token), "10.0.0.6"));
  for (let next = 0; next < first.length; next += 1) {
    await settled();
    asked[next]?.answer("yes");
  }
  expect(await Promise.all(first)).toEqual(["yes", "yes", "yes", "yes", "yes"]);
  for (const token of [6, 7, 8, 9, 10]) void review(String(token), "10.0.0.6");
  await settled();
  expect(tokens().slice(5)).toEqual(["6", "7", "8", "9"]);
});
