import { expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, readConfig, readConfigs } from "./read-config.ts";

const Config = z.object({ PORT: z.coerce.number().int().default(4002), NAMESPACE: z.string() });

it("takes an empty variable for an absent one", () => {
  expect(readConfig(Config, { PORT: "", NAMESPACE: "kubescape" })).toEqual({ PORT: 4002, NAMESPACE: "kubescape" });
});

it("names every variable that is wrong and prints no value", () => {
  const read = () => readConfig(Config, { PORT: "hunter2" });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/PORT[\s\S]*NAMESPACE/);
  expect(read).not.toThrow(/hunter2/);
});

it("names what is wrong for either of two", () => {
  const Level = z.object({ LEVEL: z.enum(["info", "warn"]) });
  expect(readConfigs([Level, Config], { LEVEL: "info", NAMESPACE: "a" })).toEqual([
    { LEVEL: "info" },
    { PORT: 4002, NAMESPACE: "a" },
  ]);
  expect(() => readConfigs([Level, Config], { LEVEL: "loud" })).toThrow(/LEVEL[\s\S]*NAMESPACE/);
});
