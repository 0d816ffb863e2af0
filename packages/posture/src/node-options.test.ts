import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { configScanOptions } from "./node-options.ts";

it("runs config-scan with the options of Node that its image has", () => {
  const containerfile = readFileSync(join(import.meta.dirname, "../../../images/Containerfile"), "utf8");
  const stage = containerfile.slice(containerfile.indexOf(" AS config-scan"));
  const options = stage.match(/"--[^"]+"/g)?.map((quoted) => quoted.slice(1, -1)) ?? [];
  // What the program may do is for its place: here it reads files of the person, there it runs alone.
  expect(options.filter((option) => !/^--(permission|allow-)/.test(option))).toEqual(configScanOptions);
});
