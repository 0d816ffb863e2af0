import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { distinctObjects } from "./distinct-objects.ts";
import { manifestObject } from "./manifest-object.ts";

const sourced = (file: string, object: KubeObject) => ({
  place: { file, line: 1 },
  object: manifestObject(object),
});
const pod = (name: string, namespace = "shop") => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace } });

it("keeps the last definition of an object and says where the one before it was", () => {
  const { objects, repeated } = distinctObjects([
    sourced("base.yaml", pod("a")),
    sourced("base.yaml", pod("b")),
    sourced("over.yaml", pod("a")),
  ]);
  expect(objects.map(({ place, object }) => [place.file, object.name])).toEqual([
    ["base.yaml", "b"],
    ["over.yaml", "a"],
  ]);
  expect(repeated).toEqual([
    { file: "base.yaml", line: 1, message: "Pod shop/a is also defined at over.yaml:1, which is what was scanned" },
  ]);
});

it("names no line where none is known, as of what a chart makes", () => {
  const rendered = { ...sourced("web/templates/pod.yaml", pod("a")), place: { file: "web/templates/pod.yaml" } };
  expect(distinctObjects([sourced("a.yaml", pod("a")), rendered]).repeated).toEqual([
    {
      file: "a.yaml",
      line: 1,
      message: "Pod shop/a is also defined at web/templates/pod.yaml, which is what was scanned",
    },
  ]);
});

it("tells objects apart by namespace, kind and API group", () => {
  const { objects } = distinctObjects([
    sourced("a", pod("a")),
    sourced("a", pod("a", "other")),
    sourced("a", { ...pod("a"), kind: "Service" }),
    sourced("a", { ...pod("a"), kind: "Service", apiVersion: "serving.knative.dev/v1" }),
  ]);
  expect(objects).toHaveLength(4);
});
