import { expect, it } from "vitest";
import { slug } from "./slug.ts";

it.each([
  ["Pod/mypod", "pod-mypod"],
  ["Deployment-web", "deployment-web"],
  ["n:ginx-xyz1.2.34", "n-ginx-xyz1.2.34"],
  ["ClusterRole-system:node", "clusterrole-system-node"],
  ["-a_b-", "a-b"],
])("makes %s a name: %s", (text, name) => {
  expect(slug(text)).toBe(name);
});

it("cuts long text and ends it in a hash of the whole", () => {
  const long = `Pod-${"a".repeat(300)}`;
  expect(slug(long)).toMatch(/^pod-a{239}-[0-9a-f]{4}-[0-9a-f]{4}$/);
  expect(slug(`${long}b`)).not.toBe(slug(long));
});

it("stays a valid name where the cut falls on a dot", () => {
  expect(slug(`Pod-${"a".repeat(238)}.${"b".repeat(50)}`)).toMatch(/^pod-a{238}-[0-9a-f]{4}-[0-9a-f]{4}$/);
});
