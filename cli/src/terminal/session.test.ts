import { expect, it } from "vitest";
import { programName, progressOn, styleFor, widthOf } from "./session.ts";
import { coloured, plain } from "./style.ts";

const terminal = { isTTY: true, columns: 132, write: () => true };
const pipe = { write: () => true };

it("has colour on a terminal only, and not where nobody wants it", () => {
  expect(styleFor(terminal, {})).toBe(coloured);
  expect(styleFor(pipe, {})).toBe(plain);
  expect(styleFor(undefined, {})).toBe(plain);
  expect(styleFor(terminal, { NO_COLOR: "1" })).toBe(plain);
  expect(styleFor(terminal, { TERM: "dumb" })).toBe(plain);
});

it("is as wide as the terminal, and 100 columns elsewhere", () => {
  expect([widthOf(terminal), widthOf(pipe), widthOf(undefined)]).toEqual([132, 100, 100]);
});

it("names itself as it was started", () => {
  expect([programName({}), programName({ npm_lifecycle_event: "start" })]).toEqual(["sortie", "npm start --"]);
});

it("shows progress on one line of a terminal, leaves none behind, and is silent elsewhere", () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text) };
  const shown = progressOn({ ...output, isTTY: true, columns: 10 }, {}, false);
  shown.step("scanning everything");
  shown.done();
  expect(written.join("")).toBe("\r\u001b[Kscanning \r\u001b[K");
  progressOn(output, {}, false).step("scanning");
  progressOn({ ...output, isTTY: true }, { TERM: "dumb" }, false).step("scanning");
  expect(written).toHaveLength(2);
});

it("makes room for a message on the line of a terminal whose width is not known, and says of no step that it is done", () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text), isTTY: true, columns: 0 };
  const shown = progressOn(output, {}, false);
  shown.step("scanning");
  shown.clear();
  progressOn(output, {}, true).clear();
  expect(written).toEqual(["\r\u001b[Kscanning", "\r\u001b[K"]);
});
