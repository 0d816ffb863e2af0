import { afterEach, expect, it, vi } from "vitest";
import { openObjectFile } from "./object-file.ts";

const env = [{ name: "TOKEN", value: "hunter2" }];
const container = { name: "app", env };
const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "shop", name: "web" },
  spec: { replicas: 3, template: { spec: { containers: [container] } } },
};
const settings = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace: "shop", name: "a" },
  data: { a: "x\ny" },
};

it("gives back every object once, masked, in any order, however often it is read", () => {
  using file = openObjectFile();
  file.add([web, settings]);
  file.add([web]);
  const read = () => [...file.ids()].toReversed().map((id) => JSON.parse(file.textOf(id)) as unknown);
  const masked = [
    {
      resourceID: "apps/v1/shop/Deployment/web",
      object: {
        ...web,
        spec: {
          replicas: 3,
          template: { spec: { containers: [{ name: "app", env: [{ name: "TOKEN", value: "XXXXXX" }] }] } },
        },
      },
    },
    { resourceID: "/v1/shop/ConfigMap/a", object: { ...settings, data: { a: "XXXXXX" } } },
  ];
  expect(read()).toEqual(masked.toReversed());
  expect(read()).toEqual(masked.toReversed());
});

it("leaves the objects that rules still have to judge as they are", () => {
  using file = openObjectFile();
  file.add([web]);
  expect(container.env).toEqual([{ name: "TOKEN", value: "hunter2" }]);
});

afterEach(() => vi.unstubAllEnvs());

it("says only to whoever reads it that there is no room for it", () => {
  vi.stubEnv("TMPDIR", "/nowhere");
  using file = openObjectFile();
  file.add([web]);
  file.add([settings]);
  expect(() => [...file.ids()].map((id) => file.textOf(id))).toThrow(/ENOENT.*\/nowhere/);
});

it("weighs replicas, subjects as one object and unknown objects not at all", () => {
  using file = openObjectFile();
  file.add([web, settings]);
  const name = { group: "", version: "v1", kind: "X", namespace: "shop", name: "x" };
  const weightOf = (id: string, related = [] as (typeof name)[]) => file.weightOf({ ...name, id, related });
  expect(weightOf("apps/v1/shop/Deployment/web")).toBeCloseTo(3.3);
  expect(weightOf("/v1/shop/ConfigMap/a")).toBe(1);
  expect(weightOf("/v1/shop/X/x")).toBe(0);
  expect(weightOf("a/b", [name])).toBe(1);
});
