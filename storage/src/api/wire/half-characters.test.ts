import { expect, it } from "vitest";
import { withoutHalves } from "./half-characters.ts";

it.each([
  [String.raw`\ud83d`, String.raw`\ufffd`],
  [String.raw`\UD83D \ud83d\ude00 \uD83D\uDE00`, String.raw`\UD83D \ud83d\ude00 \uD83D\uDE00`],
  [String.raw`\ud83d\ud83d\ude00`, String.raw`\ufffd\ud83d\ude00`],
  [String.raw`\ud83d\ude00\ude00`, String.raw`\ud83d\ude00\ufffd`],
  [String.raw`\ude00\ud83dx`, String.raw`\ufffd\ufffdx`],
  [String.raw`\\ud83d\\ude00`, String.raw`\\ud83d\\ude00`],
  [String.raw`\\ud83d\ude00`, String.raw`\\ud83d\ufffd`],
  [String.raw`\\\ud83d\\\\\ude00`, String.raw`\\\ufffd\\\\\ufffd`],
])("reads %s as %s", (json, read) => {
  expect(withoutHalves(json)).toBe(read);
});

it("leaves no half in whatever is written with escapes", () => {
  const pieces = [String.raw`\\`, String.raw`\ud83d`, String.raw`\udE00`, "ud83d", "ude00", String.raw`\n`, "x"];
  for (let n = 0; n < 7 ** 5; n += 1) {
    const text = Array.from({ length: 5 }, (_, i) => pieces[Math.floor(n / 7 ** i) % 7]).join("");
    const read = JSON.parse(`"${withoutHalves(text)}"`) as string;
    expect(read, text).toBe((JSON.parse(`"${text}"`) as string).toWellFormed());
  }
});
