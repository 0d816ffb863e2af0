import { expect, it } from "vitest";
import { checkHelp } from "../check/check-command.ts";
import { evalHelp } from "../eval/eval-flags.ts";
import { testHelp } from "../test/test-flags.ts";
import { commandHelp } from "./help.ts";
import { RegoUsageError, readFlags } from "./read-flags.ts";

const { flags } = evalHelp;

it("reads flags in every form, and words between them", () => {
  const given = readFlags(["-da", "--data=b", "q", "--data", "c,d", "-I", "--ignore", "x,y", "--ignore", "z"], flags);
  expect(given.words).toEqual(["q"]);
  expect(given.all("data")).toEqual(["a", "b", "c,d"]);
  expect(given.all("ignore")).toEqual(["x", "y", "z"]);
  expect([given.isOn("stdin-input"), given.isOn("stdin")]).toEqual([true, false]);
});

it("reads on-off flags together, and off again", () => {
  const given = readFlags(["-vz", "--verbose=false", "-r=x"], testHelp.flags);
  expect([given.isOn("verbose"), given.isOn("exit-zero-on-skipped"), given.text("run")]).toEqual([false, true, "x"]);
});

it("takes every word after two dashes, and a dash, for a word", () => {
  expect(readFlags(["-", "--", "--data"], flags).words).toEqual(["-", "--data"]);
});

it("reads durations as Go writes them", () => {
  const read = (text: string) => readFlags(["--timeout", text], flags).milliseconds("timeout");
  expect([read("500ms"), read("1m30s"), read("1.5s"), read("0")]).toEqual([500, 90_000, 1500, 0]);
  expect(() => read("5")).toThrow("--timeout is a duration such as 500ms or 1m30s, not 5.");
});

it.each<[args: string[], message: string]>([
  [["--formt", "json"], "unknown flag: --formt. Did you mean --format?"],
  [["-x"], "unknown shorthand flag: 'x' in -x."],
  [["--format", "jsn"], "--format is one of json, values, bindings, pretty, raw, discard, not jsn. Did you mean json?"],
  [["--data"], "--data needs a value: --data PATH"],
  [["--fail=yes"], "--fail is on or off: --fail=true or --fail=false, not yes."],
  [["--partial"], "--partial of OPA is not supported here: partial evaluation."],
])("refuses %s", (args, message) => {
  expect(() => readFlags(args, flags)).toThrow(new RegoUsageError(message));
});

it.each([evalHelp, testHelp, checkHelp])("explains $name with examples that it understands", (command) => {
  const help = commandHelp("sortie", command);
  for (const flag of command.flags) expect(help).toContain(`--${flag.name}`);
  for (const [example] of command.examples) {
    const words = [...example.matchAll(/'([^']*)'|([^\s<]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    expect(() => readFlags(words, command.flags)).not.toThrow();
  }
});
