import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { bodyInText, bodyInWritten } from "./body-in-text.ts";

const object = {
  apiVersion: "v1",
  kind: "A",
  metadata: { name: "a" },
  spec: { on: true, sizes: [1, 2.5], none: null },
};
const text = JSON.stringify(object);

function found(sent: string): string | undefined {
  return bodyInText(sent, JSON.parse(sent) as object);
}

/** What it would be written as. */
function written(sent: string): string {
  const {
    apiVersion: _version,
    kind: _kind,
    metadata: _metadata,
    ...body
  } = JSON.parse(sent) as Record<string, unknown>;
  return JSON.stringify(body).slice(1, -1);
}

it.each([
  ["behind the metadata", text],
  ["with a line feed at the end of the text, as Go sends it", `${text}\n`],
  ["before the metadata", JSON.stringify({ spec: { of: "ö" }, metadata: {}, kind: "A" })],
  ["on both sides of it", JSON.stringify({ spec: {}, metadata: {}, status: [] })],
  ["where there is nothing else", JSON.stringify({ spec: { deep: [[{}], "", 0, -1, false] } })],
])("finds a body %s", (_, sent) => {
  expect(found(sent)).toBe(written(sent));
});

it.each([
  ["spaces", text.replace("[1", "[ 1")],
  ["a field that is there twice", text.replace('"on":true', '"on":false,"on":true')],
  ["escapes", text.replace('"on"', String.raw`"\u006fn"`)],
  ["a number with a longer form", text.replace("2.5", "2.50")],
  ["a number with a shorter form beside a space", text.replace("[1,2.5]", "[ 1e3]")],
  ["a number with another form of its length", text.replace("2.5", "1e2")],
  ["a long number", text.replace("2.5", "1234")],
  ["fields that JavaScript puts first", text.replace('"none":null', '"none":null,"7":1')],
  ["a text behind which there is something", JSON.stringify({ metadata: {} })],
])("does not find one where it cannot be sure: %s", (_, sent) => {
  expect([undefined, written(sent)]).toContain(found(sent));
});

it("finds in random objects of every kind what would be written of them, or nothing", () => {
  const texts = randomTexts(11).filter(isJson);
  const bodies = texts.map((sent) => ({ is: found(sent), wanted: written(sent) }));
  const known = bodies.filter(({ is }) => is !== undefined);
  for (const { is, wanted } of known) expect(is).toBe(wanted);
  expect(known.length).toBeGreaterThan(15);
});

it("finds the body behind the metadata of what was written, whatever stands in it", () => {
  const parsed = randomTexts(12)
    .filter(isJson)
    .map((sent) => JSON.parse(sent) as Record<string, unknown>);
  for (const { apiVersion, kind, metadata, ...body } of parsed) {
    const sent = JSON.stringify({ apiVersion, kind, metadata, ...body });
    expect(bodyInWritten(sent, JSON.parse(sent) as Record<string, unknown>)).toBe(JSON.stringify(body).slice(1, -1));
  }
  const odd = JSON.stringify({ metadata: { labels: { 7: "\n" } }, spec: { size: 1e21, text: '"}' } });
  expect(bodyInWritten(odd, JSON.parse(odd) as Record<string, unknown>)).toBe(written(odd));
});

/** Half of them with something in place of, or before, one of their characters. */
function randomTexts(seed: number): string[] {
  const random = randomNumbers(seed);
  const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
  const places = [/,/g, /:/g, /"/g, /\{/g];
  const damages = [", ", ":1,", "1e1", '"a":1,', "\\", "\n", '"'];
  const tables = resultKinds.flatMap(({ message }) => message ?? []);
  return tables.flatMap((message) =>
    Array.from({ length: 20 }, (_, round) => {
      const sent = JSON.stringify({ kind: "A", metadata: { name: "a" }, ...randomObject(message, random) });
      if (round % 2 === 0) return sent;
      const { index } = pick([...sent.matchAll(pick(places))]);
      return sent.slice(0, index) + pick(damages) + sent.slice(index + (random() < 0.5 ? 1 : 0));
    }),
  );
}

function isJson(sent: string): boolean {
  try {
    JSON.parse(sent);
    return true;
  } catch {
    return false;
  }
}
