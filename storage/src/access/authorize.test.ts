import type { AccessAttributes } from "@sortie/kube";
import { expect, it } from "vitest";
import { requestInfo } from "../api/request-info.ts";
import { createAuthorize } from "./authorize.ts";
import type { Identity } from "./user.ts";

const scans = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop/workloadconfigurationscans";
const direct: Identity = { user: { username: "bob", groups: ["dev"] }, isAuthorized: false };

function authorizer(allowed: (attributes: AccessAttributes) => boolean) {
  const asked: AccessAttributes[] = [];
  const clock = { now: new Date(0) };
  const authorize = createAuthorize({
    reviewAccess: async (_user, attributes) => {
      asked.push(attributes);
      return allowed(attributes);
    },
    now: () => clock.now,
  });
  return { authorize, asked, clock };
}

const info = (method: string, path: string) => requestInfo(method, new URL(path, "https://storage"));

it.each([
  ["GET", `${scans}/web`, "get", "web"],
  ["GET", scans, "list", undefined],
  ["GET", `${scans}?watch=1`, "watch", undefined],
  ["POST", scans, "create", undefined],
  ["PUT", `${scans}/web`, "update", "web"],
  ["PATCH", `${scans}/web`, "patch", "web"],
  ["DELETE", `${scans}/web`, "delete", "web"],
  ["DELETE", scans, "deletecollection", undefined],
])("asks about %s %s as %s", async (method, path, verb, name) => {
  const { authorize, asked } = authorizer(() => true);
  expect(await authorize(direct, info(method, path))).toBeUndefined();
  expect(asked).toEqual([
    {
      verb,
      group: "spdx.softwarecomposition.kubescape.io",
      version: "v1beta1",
      resource: "workloadconfigurationscans",
      namespace: "shop",
      name,
    },
  ]);
});

it("asks about paths that are no resources", async () => {
  const { authorize, asked } = authorizer(() => false);
  expect(await authorize(direct, info("GET", "/metrics"))).toBe('forbidden: User "bob" cannot get path "/metrics"');
  expect(asked).toEqual([{ verb: "get", path: "/metrics" }]);
});

it("says no in the words of kube-apiserver", async () => {
  const { authorize } = authorizer(() => false);
  expect(await authorize(direct, info("DELETE", `${scans}/web`))).toBe(
    'workloadconfigurationscans.spdx.softwarecomposition.kubescape.io "web" is forbidden: User "bob" cannot delete resource "workloadconfigurationscans" in API group "spdx.softwarecomposition.kubescape.io" in the namespace "shop"',
  );
});

it("does not ask again about what kube-apiserver has authorized, nor about administrators", async () => {
  const { authorize, asked } = authorizer(() => false);
  expect(await authorize({ ...direct, isAuthorized: true }, info("GET", scans))).toBeUndefined();
  const masters = { user: { username: "root", groups: ["system:masters"] }, isAuthorized: false };
  expect(await authorize(masters, info("GET", scans))).toBeUndefined();
  expect(asked).toEqual([]);
});

it("remembers an answer for ten seconds, for that user and that request only", async () => {
  const { authorize, asked, clock } = authorizer(() => true);
  await authorize(direct, info("GET", scans));
  await authorize(direct, info("GET", scans));
  await authorize({ ...direct, user: { ...direct.user, groups: [] } }, info("GET", scans));
  await authorize(direct, info("DELETE", scans));
  expect(asked).toHaveLength(3);
  clock.now = new Date(10_001);
  await authorize(direct, info("GET", scans));
  expect(asked).toHaveLength(4);
  clock.now = new Date(5000);
  await authorize(direct, info("GET", scans));
  expect(asked, "also where the clock is set back, or it would be for as long").toHaveLength(5);
});

it("does not remember that nobody could be asked", async () => {
  let isDown = true;
  const authorize = createAuthorize({
    reviewAccess: async () => {
      if (isDown) throw new Error("no answer");
      return true;
    },
    now: () => new Date(0),
  });
  await expect(authorize(direct, info("GET", scans))).rejects.toThrow("no answer");
  isDown = false;
  expect(await authorize(direct, info("GET", scans))).toBeUndefined();
});

it("asks only so much at once, and sends away who comes then", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<boolean>();
  const authorize = createAuthorize({ reviewAccess: () => held, now: () => new Date(0) });
  const waiting = Array.from({ length: 100 }, (_, at) => authorize(direct, info("GET", `${scans}/web-${at}`)));
  const again = authorize(direct, info("GET", `${scans}/web-0`));
  await expect(authorize(direct, info("GET", `${scans}/one-more`))).rejects.toMatchObject({ status: { code: 429 } });
  release(true);
  expect(await Promise.all([...waiting, again])).toEqual(Array.from({ length: 101 }, () => undefined));
  expect(await authorize(direct, info("GET", `${scans}/one-more`))).toBeUndefined();
});
