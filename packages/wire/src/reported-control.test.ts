import { expect, it } from "vitest";
import { ScannedControl } from "./posture-results.ts";
import { namedObject, reportedControl, subjectObject } from "./reported-control.ts";

it("lists each thing that is said of a place, what fails first, in the resource it is in", () => {
  const control = ScannedControl.parse({
    controlID: "C-0057",
    name: "Privileged container",
    severity: { severity: "High", scoreFactor: 8 },
    status: { status: "failed" },
    rules: [
      {
        name: "privileged",
        status: { status: "failed" },
        paths: [
          { fixPath: "spec.b", fixPathValue: "true" },
          { failedPath: "spec.a", deletePath: "spec.a" },
          { failedPath: "spec.c", reviewPath: "spec.c", resourceID: "/v1/shop/Secret/s" },
          { fixCommand: "chmod 600 /etc/x" },
        ],
        appliedIgnoreRules: ["accepted"],
      },
    ],
  });
  const resourceID = "/v1/shop/Pod/a";
  expect(reportedControl(control, resourceID)).toEqual({
    controlID: "C-0057",
    name: "Privileged container",
    severity: "High",
    status: { status: "failed", subStatus: "", info: "" },
    rules: [
      {
        name: "privileged",
        status: "failed",
        subStatus: "",
        paths: [
          { resourceID, failedPath: "spec.a" },
          { resourceID: "/v1/shop/Secret/s", failedPath: "spec.c" },
          { resourceID, deletePath: "spec.a" },
          { resourceID: "/v1/shop/Secret/s", reviewPath: "spec.c" },
          { resourceID, fixPath: { path: "spec.b", value: "true" } },
          { resourceID, fixCommand: "chmod 600 /etc/x" },
        ],
        controlConfigurations: {},
        exception: [{ name: "accepted" }],
        relatedResourcesIDs: [],
      },
    ],
  });
});

it("names an object by what is not empty", () => {
  const role = namedObject({ group: "rbac", version: "v1", kind: "Role", namespace: "shop", name: "r" });
  expect(role).toEqual({ apiVersion: "rbac/v1", kind: "Role", metadata: { name: "r", namespace: "shop" } });
  const node = { group: "", version: "v1", kind: "Node", namespace: "", name: "n" };
  expect(namedObject(node)).toEqual({ apiVersion: "v1", kind: "Node", metadata: { name: "n" } });
  expect(subjectObject({ group: "rbac", kind: "User", namespace: "", name: "bob" }, [role])).toEqual({
    kind: "User",
    name: "bob",
    apiGroup: "rbac",
    relatedObjects: [role],
  });
});
