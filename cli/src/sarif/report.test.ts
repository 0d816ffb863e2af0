import { expect, it } from "vitest";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { sarifReport } from "./report.ts";

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

  expect(JSON.parse(report)).toMatchInlineSnapshot(`
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
  const report = sarifReport(summarise([scanOf(cart, { "C-0057": { status: "failed" } })], selection, []), {
    version: "1",
  });

  expect(JSON.parse(report)).toMatchObject({
    runs: [{ results: [{ locations: [{ logicalLocations: [{ fullyQualifiedName: cart }] }] }] }],
  });
});

it("tells the same finding by the same fingerprint when its line has moved", () => {
  const at = (line: number) => {
    const summary = summarise([scanOf(cart, { "C-0057": { status: "failed" } })], selection, [
      sourced(cart, "a", line),
    ]);
    return (
      JSON.parse(sarifReport(summary, { version: "1" })) as { runs: [{ results: [{ partialFingerprints: object }] }] }
    ).runs[0].results[0].partialFingerprints;
  };

  expect(at(1)).toEqual(at(40));
});
