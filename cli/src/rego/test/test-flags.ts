import { type CommandHelp, shared } from "../flags/flag.ts";

export const testHelp: CommandHelp = {
  name: "test",
  words: "PATH… [FLAGS]",
  summary: `Runs the tests of Rego policies, as \`opa test\` does. A test is a rule called test_…; it passes where its value is true.
A rule called todo_test_… is a test to be written, and skipped.`,
  examples: [
    ["policies/", "every test of a folder; says what fails"],
    ["-v policies/", "each test, with what failed on the way"],
    ["-r 'data.example_test.test_deny' policies/", "only tests whose name matches"],
    ["--coverage policies/", "which lines the tests look at, as JSON"],
    ["--coverage --threshold 90 policies/", "status 2 when tests look at less than 90 % of the lines"],
    ["--format json policies/", "for programs"],
  ],
  flags: [
    { name: "verbose", short: "v", help: "every test; for those that fail the steps that failed, notes and prints" },
    {
      name: "run",
      short: "r",
      value: "REGEX",
      help: "only tests whose full name matches: data.example_test.test_deny",
    },
    {
      name: "format",
      short: "f",
      value: "FORMAT",
      choices: ["pretty", "json"],
      help: "pretty (default) is for people",
    },
    { name: "coverage", short: "c", help: "report which lines of the policies were evaluated" },
    { name: "threshold", value: "PERCENT", help: "exit with 2 when coverage is below" },
    { name: "exit-zero-on-skipped", short: "z", help: "skipped tests do not change the exit status" },
    { name: "fail-on-empty", help: "exit with 1 when there is no test to run" },
    {
      name: "explain",
      value: "MODE",
      choices: ["fails", "full", "notes", "debug"],
      help: "the steps to show with each failing test",
    },
    shared.varValues,
    { name: "timeout", value: "DURATION", help: "end a test after this time (default 5s)" },
    { name: "count", value: "NUMBER", help: "run the tests this often" },
    { name: "parallel", short: "p", value: "NUMBER", help: "accepted; tests run one after the other" },
    { name: "bundle", short: "b", help: "the paths are folders of bundles" },
    shared.maxErrors,
    shared.ignore,
    shared.capabilities,
    shared.v0,
    shared.v1,
    shared.help,
  ],
  exitStatus: [
    ["0", "every test passed"],
    ["1", "something could not be read or compiled, or wrong usage"],
    ["2", "a test failed, was skipped or ended with an error, or coverage is too low"],
  ],
};
