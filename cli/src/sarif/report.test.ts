import { expect, it } from "vitest";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { nameInId } from "../result/resource-id.ts";
import { type Summary, summarise } from "../result/summarise.ts";
import { sarifReport } from "./report.ts";
import { SarifLog } from "./sarif-log.ts";

const cart = "apps/v1/shop/Deployment/cart";
const selection = {
  controls: [control("C-0016"), control("C-0057", { references: ["https://example.org/c"] }), control("C-0041")],
  frameworks: [],
};

it("has a rule for each control that found something and a result for each failed resource", () => {
  const scans = [
    scanOf(cart, {
      "C-0057": { status: "failed", paths: [{ fixPath: "spec.a", fixPathValue: "false" }, { failedPath: "spec.b" }] },
      "C-0016": { status: "passed" },
      "C-0041": { status: "passed", subStatus: "w/exceptions", exceptions: ["debugging"] },
    }),
  ];
  const report = sarifReport(summarise(scans, selection, [sourced(cart, "my shop/cart#1.yaml", 3)]), {
    version: "1.2.3",
  });

  expect(SarifLog.parse(JSON.parse(report.log))).toMatchInlineSnapshot(`
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "runs": [
        {
          "columnKind": "utf16CodeUnits",
          "results": [
            {
              "level": "error",
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "apps/v1/shop/Deployment/cart",
                      "kind": "resource",
                      "name": "cart",
                    },
                  ],
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "my%20shop/cart%231.yaml",
                    },
                    "region": {
                      "startLine": 3,
                    },
                  },
                },
              ],
              "message": {
                "text": "Deployment shop/cart: Privileged container.
    - set spec.a = false
    - check spec.b",
              },
              "partialFingerprints": {
                "resourceAndControl/v1": "3337f8e704f9b9f4ce5a5331dbb9fbad",
              },
              "ruleId": "C-0057",
              "suppressions": [],
            },
            {
              "level": "error",
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "apps/v1/shop/Deployment/cart",
                      "kind": "resource",
                      "name": "cart",
                    },
                  ],
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "my%20shop/cart%231.yaml",
                    },
                    "region": {
                      "startLine": 3,
                    },
                  },
                },
              ],
              "message": {
                "text": "Deployment shop/cart: HostNetwork access.",
              },
              "partialFingerprints": {
                "resourceAndControl/v1": "1754ce337668d6099e0446ced80f1c79",
              },
              "ruleId": "C-0041",
              "suppressions": [
                {
                  "justification": "debugging",
                  "kind": "external",
                },
              ],
            },
          ],
          "tool": {
            "driver": {
              "name": "Sortie",
              "rules": [
                {
                  "defaultConfiguration": {
                    "level": "error",
                  },
                  "fullDescription": {
                    "text": "Why C-0057 matters, in a sentence that is long enough to be wrapped on a narrow terminal.",
                  },
                  "help": {
                    "text": "Fix C-0057:

      some: example",
                  },
                  "helpUri": "https://example.org/c",
                  "id": "C-0057",
                  "name": "Privileged-container",
                  "properties": {
                    "security-severity": "8.0",
                    "tags": [
                      "security",
                      "kubernetes",
                      "Workload",
                    ],
                  },
                  "shortDescription": {
                    "text": "Privileged container",
                  },
                },
                {
                  "defaultConfiguration": {
                    "level": "error",
                  },
                  "fullDescription": {
                    "text": "Why C-0041 matters, in a sentence that is long enough to be wrapped on a narrow terminal.",
                  },
                  "help": {
                    "text": "Fix C-0041:

      some: example",
                  },
                  "id": "C-0041",
                  "name": "HostNetwork-access",
                  "properties": {
                    "security-severity": "7.0",
                    "tags": [
                      "security",
                      "kubernetes",
                      "Workload",
                    ],
                  },
                  "shortDescription": {
                    "text": "HostNetwork access",
                  },
                },
              ],
              "version": "1.2.3",
            },
          },
        },
      ],
      "version": "2.1.0",
    }
  `);
});

it("names objects of a cluster, which have no file", () => {
  const { runs } = logOf(summarise([scanOf(cart, { "C-0057": { status: "failed" } })], selection, []));

  expect(runs).toMatchObject([{ results: [{ locations: [{ logicalLocations: [{ fullyQualifiedName: cart }] }] }] }]);
  expect(runs[0]?.results[0]?.locations[0]?.physicalLocation).toBeUndefined();
});

it("tells the same finding by the same fingerprint when its line has moved", () => {
  const at = (line: number) => {
    const summary = summarise([scanOf(cart, { "C-0057": { status: "failed" } })], selection, [
      sourced(cart, "a", line),
    ]);
    return (
      JSON.parse(sarifReport(summary, { version: "1" }).log) as {
        runs: [{ results: [{ partialFingerprints: object }] }];
      }
    ).runs[0].results[0].partialFingerprints;
  };

  expect(at(1)).toEqual(at(40));
});

it.each<[what: string, file: string, uri: string]>([
  ["spaces and marks", "my shop/#1 50%?.yaml", "my%20shop/%231%2050%25%3F.yaml"],
  [
    "another script",
    "магазин/カート.yaml",
    "%D0%BC%D0%B0%D0%B3%D0%B0%D0%B7%D0%B8%D0%BD/%E3%82%AB%E3%83%BC%E3%83%88.yaml",
  ],
  ["a colon, which is no scheme", "a:b.yaml", "a%3Ab.yaml"],
  ["a line break", "a\nb.yaml", "a%0Ab.yaml"],
  ["a folder elsewhere", "/srv/my shop/a.yaml", "file:///srv/my%20shop/a.yaml"],
  ["a folder above", "../a.yaml", "../a.yaml"],
  ["bytes that are no text", "a\ufffd.yaml", "a%EF%BF%BD.yaml"],
  ["standard input", "stdin", "stdin"],
])("names a file with %s by a URI", (_what, file, uri) => {
  const scans = [scanOf(cart, { "C-0057": { status: "failed" } })];
  const { runs } = logOf(summarise(scans, selection, [sourced(cart, file, 1)]));
  expect(runs[0]?.results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe(uri);
});

it("places a subject, which no file defines, at the binding that gives it rights", () => {
  const binding = "rbac.authorization.k8s.io/v1//ClusterRoleBinding/admins";
  const summary = summarise(
    [scanOf("rbac.authorization.k8s.io//Group/all", { "C-0057": { status: "failed" } })],
    selection,
    [],
  );
  const related = [{ name: nameInId(binding, []), source: sourced(binding, "rbac.yaml", 7) }];
  const { runs } = logOf({ ...summary, resources: summary.resources.map((one) => ({ ...one, related })) });
  expect(runs[0]?.results[0]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "rbac.yaml" },
    region: { startLine: 7 },
  });
});

it("says texts of manifests literally", () => {
  const odd = "v1/shop/ConfigMap/{0} [here](https://example.org) {";
  const paths = [{ fixPath: "data[0]", fixPathValue: '{"a": "{1}"}' }];
  const { runs } = logOf(summarise([scanOf(odd, { "C-0057": { status: "failed", paths } })], selection, []));
  const text = runs[0]?.results[0]?.message.text;
  expect(text).toContain("{{0}} [here] (https:");
  expect(text).toContain('set data[0] = {{"a": "{{1}}"}}');
});

it("describes controls of a person's own, in any script and category", () => {
  const own = control("C-9001", {
    name: "Контроль доступа",
    category: "security",
    description: "{ }",
    remediation: "a: {}",
  });
  const nameless = control("C-9002", { name: "!" });
  const scans = [scanOf(cart, { "C-9001": { status: "failed" }, "C-9002": { status: "failed" } })];
  const { rules } =
    logOf(summarise(scans, { controls: [own, nameless], frameworks: [] }, [])).runs[0]?.tool.driver ?? {};
  expect(rules?.map(({ name, properties }) => [name, properties.tags])).toEqual([
    ["Контроль-доступа", ["security", "kubernetes"]],
    ["C-9002", ["security", "kubernetes", "Workload"]],
  ]);
});

it("is a log of SARIF without findings, too", () => {
  expect(logOf(summarise([], selection, [])).runs[0]?.results).toEqual([]);
});

/** @throws where the report is not what SARIF demands. */
function logOf(summary: Summary) {
  return SarifLog.parse(JSON.parse(sarifReport(summary, { version: "1" }).log));
}

it("has the worst 25,000 results of more, which is what GitHub takes, and says so", () => {
  const selected = { controls: [control("C-0016"), control("C-0057")], frameworks: [] };
  const scans = Array.from({ length: 13_000 }, (_, index) =>
    scanOf(`/v1/shop/Pod/p${index}`, {
      "C-0016": { status: "failed" },
      "C-0057": { status: "failed" },
    }),
  );
  const { log, said } = sarifReport(summarise(scans, selected, []), { version: "1" });
  const [run] = SarifLog.parse(JSON.parse(log)).runs;
  const counts = Object.groupBy(run?.results ?? [], ({ ruleId }) => ruleId);
  expect([counts["C-0016"]?.length, counts["C-0057"]?.length]).toEqual([12_000, 13_000]);
  expect(said).toBe("The log has the 25,000 worst of 26,000 results: code scanning takes no more of one run.");
  expect(run?.invocations?.[0]?.toolExecutionNotifications[0]?.message.text).toBe(said);
});
