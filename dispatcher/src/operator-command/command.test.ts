import { expect, it } from "vitest";
import { TriggerAction } from "./command.ts";

const read = (json: string) => TriggerAction.parse(JSON.parse(json)).commands;

it("reads what kubescape operator scan sends, zero time included", () => {
  const [command] = read(
    '{"commands":[{"commandName":"kubescapeScan","jobTracking":{"timestamp":"0001-01-01T00:00:00Z"},' +
      '"args":{"scanV1":{"targetNames":["nsa"],"targetType":"Framework","hostScanner":false}}}]}',
  );
  expect(command).toEqual({
    commandName: "kubescapeScan",
    wlid: "",
    wildWlid: "",
    sid: "",
    wildSid: "",
    jobTracking: { jobID: "", parentAction: "" },
    args: { scanV1: { targetNames: ["nsa"], targetType: "Framework", hostScanner: false } },
  });
});

it.each([
  ["the chart's scheduler", '{"commands":[{"CommandName":"kubescapeScan"}]}'],
  ["a BSON notification", '{"commands":[{"commandname":"kubescapeScan"}]}'],
  ["shouting", '{"COMMANDS":[{"COMMANDNAME":"kubescapeScan"}]}'],
  ["the last of two spellings", '{"commands":[{"commandName":"scan","CommandName":"kubescapeScan"}]}'],
  ["null, which leaves a field as it was", '{"commands":[{"CommandName":"kubescapeScan","wlid":null,"args":null}]}'],
])("matches keys as Go does: %s", (_sender, json) => {
  expect(read(json)[0]?.commandName).toBe("kubescapeScan");
});

it("keeps the case of keys inside args", () => {
  expect(read('{"commands":[{"commandName":"x","args":{"ScanV1":{"A":1}}}]}')[0]?.args).toEqual({ ScanV1: { A: 1 } });
});

it.each(["null", "{}", '{"commands":null}', '{"commands":[]}', '{"other":1}'])("finds no command in %s", (json) => {
  expect(read(json)).toEqual([]);
});

it.each(["[]", '"text"', "7", '{"commands":{}}', '{"commands":["x"]}', '{"commands":[{"commandName":5}]}'])(
  "refuses %s, as Go's decoder does",
  (json) => {
    expect(TriggerAction.safeParse(JSON.parse(json)).success).toBe(false);
  },
);
