import { type Evaluated, emptyTally, judgedControls, type Rule, relatedObjects, results } from "@sortie/posture";
import { createVerdictTable, type Finding, recordAnswers } from "@sortie/posture/testing";
import type { ControlDefinition } from "@sortie/wire";
import { resultsApiVersion, WorkloadConfigurationScan } from "@sortie/wire";
import { expect, it } from "vitest";
import { storable } from "./storable.ts";

const place = { clusterName: "prod", resultsNamespace: "kubescape" };
const rules = [rule("privileged"), rule("capabilities", ["insecureCapabilities"])];
const controls = [control("C-0057", 8, ["privileged"]), control("C-0046", 7, ["capabilities"])];

it("says for each control what its rules found, where, and how bad it is", () => {
  const [web] = scan([deployment("web")], ["web"]);
  expect(web?.spec.controls).toMatchObject({
    "C-0057": {
      controlID: "C-0057",
      name: "C-0057 by name",
      severity: { severity: "High", scoreFactor: 8 },
      status: { status: "failed", subStatus: "", info: "" },
      rules: [
        {
          name: "privileged",
          status: { status: "failed", subStatus: "" },
          controlConfigurations: {},
          paths: [{ failedPath: "spec.template.spec.containers[0].securityContext.privileged", fixPath: "" }],
        },
      ],
    },
    "C-0046": {
      status: { status: "passed" },
      rules: [{ name: "capabilities", controlConfigurations: { insecureCapabilities: ["SYS_ADMIN"] }, paths: [] }],
    },
  });
});

it("reports objects that passed everything, too", () => {
  const [web] = scan([deployment("web")], []);
  expect(Object.keys(web?.spec.controls ?? {})).toEqual(["C-0057", "C-0046"]);
});

it("writes what the schema takes", () => {
  for (const scanned of scan([deployment("web"), clusterRole("admin")], ["web"])) {
    expect(WorkloadConfigurationScan.parse(scanned)).toEqual(scanned);
  }
});

it("has the same hash for the same verdicts and another for others", () => {
  const hashes = (failing: string[]) => scan([deployment("web")], failing).map(hashOf);
  expect(hashes(["web"])).toEqual(hashes(["web"]));
  expect(hashes(["web"])).not.toEqual(hashes([]));
});

it("says which exceptions accept a failure, and that it passed for them alone", () => {
  const [web] = scan([deployment("web")], ["web"], { accepted: ["C-0057"] });
  expect(web?.spec.controls?.["C-0057"]).toMatchObject({
    status: { status: "passed", subStatus: "w/exceptions" },
    rules: [
      {
        status: { status: "passed", subStatus: "w/exceptions" },
        paths: [{ failedPath: "spec.template.spec.containers[0].securityContext.privileged" }],
        appliedIgnoreRules: ["accepted"],
      },
    ],
  });
  const [other] = scan([deployment("web")], ["web"], { accepted: ["C-0046"] });
  expect(other?.spec.controls?.["C-0057"]).toMatchObject({ status: { status: "failed", subStatus: "" } });
});

it("has another hash where an exception accepts a failure", () => {
  const hashes = (accepted: string[]) => scan([deployment("web")], ["web"], { accepted }).map(hashOf);
  expect(hashes(["C-0057"])).not.toEqual(hashes([]));
});

it("keeps the results of two resources apart whose names come to the same", () => {
  const names = (objects: object[]) => scan(objects, []).map(({ metadata }) => metadata.name);
  const [first, second] = names([clusterRole("system-node"), clusterRole("system:node")]);
  expect(first).toBe("clusterrole-system-node");
  expect(second).toMatch(/^clusterrole-system-node-[0-9a-f]{4}-[0-9a-f]{4}$/);
  expect(names([clusterRole("system:node"), clusterRole("system-node")])).toEqual([first, second]);
});

it("leaves a name to the resource whose results storage has under it", () => {
  const key = "kubescape/clusterrole-system-node";
  const nameWith = (owner: string) => {
    const [only] = scan([clusterRole("system:node")], [], { owners: new Map([[key, owner]]) });
    return only?.metadata.name;
  };
  expect(nameWith("rbac.authorization.k8s.io/v1//ClusterRole/system-node")).toMatch(/^clusterrole-system-node-/);
  expect(nameWith("rbac.authorization.k8s.io/v1//ClusterRole/system:node")).toBe("clusterrole-system-node");
  expect(nameWith("rbac.authorization.k8s.io/v1beta1//ClusterRole/system:node")).toBe("clusterrole-system-node");
});

it("names what storage cannot see as the owner of its results, where both are in one cluster", () => {
  const made = (uid: string, kind = "ConfigMap", isBesideObjects = true) =>
    scan([{ apiVersion: "v1", kind, metadata: { name: "settings", namespace: "shop", uid } }], [], {
      isBesideObjects,
    })[0];
  const owner = { apiVersion: "v1", kind: "ConfigMap", name: "settings", uid: "u-1" };
  expect(made("u-1")?.metadata.ownerReferences).toEqual([owner]);
  for (const without of [made("u-1", "ConfigMap", false), made("u-1", "Service")]) {
    expect(without?.metadata).not.toHaveProperty("ownerReferences");
  }
});

type Given = { accepted?: string[]; owners?: Map<string, string>; isBesideObjects?: boolean };

/** Rule 0 fails what is named, rule 1 passes everything. An exception accepts failures of the controls that are named. */
function scan(
  objects: object[],
  failing: string[],
  { accepted = [], owners = new Map(), isBesideObjects = false }: Given = {},
) {
  const covers = ({ controlId }: Finding) => accepted.includes(controlId);
  const exceptions = accepted.length === 0 ? [] : [{ name: "accepted", designators: [], covers }];
  const evaluated: Evaluated = { table: createVerdictTable(rules.length, () => exceptions), reasons: new Map() };
  const failedPath = "spec.template.spec.containers[0].securityContext.privileged";
  const path = { failedPath, fixPath: "", fixPathValue: "", fixCommand: "" };
  const failed = objects.filter((object) => failing.includes((object as { metadata: { name: string } }).metadata.name));
  recordAnswers(evaluated.table, 0, objects, [{ objects: failed, paths: [path], related: [] }]);
  recordAnswers(evaluated.table, 1, objects, []);
  const judged = judgedControls(controls, rules, { insecureCapabilities: ["SYS_ADMIN"] });
  const found = results(evaluated, judged, place, emptyTally(), (key) => owners.get(key));
  return [...storable(found, judged, isBesideObjects)].map(({ metadata, resource, verdicts }) => ({
    apiVersion: resultsApiVersion,
    kind: "WorkloadConfigurationScan",
    metadata,
    spec: {
      controls: Object.fromEntries(verdicts().map((verdict) => [verdict.controlID, verdict])),
      relatedObjects: relatedObjects(resource),
    },
  }));
}

function hashOf({ metadata }: ReturnType<typeof scan>[number]) {
  return metadata.annotations["sortie.dev/results-hash"];
}

function deployment(name: string) {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "shop" } };
}

function clusterRole(name: string) {
  return { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name } };
}

function rule(name: string, controlInputs: string[] = []): Rule {
  return { name, match: [], dynamicMatch: [], controlInputs };
}

function control(id: string, baseScore: number, rules: string[]): ControlDefinition {
  const texts = { name: `${id} by name`, description: "why", remediation: "how", references: [], typeTags: [] };
  return { id, baseScore, scanningScope: [], rules, ...texts };
}
