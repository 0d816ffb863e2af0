import { expect, it } from "vitest";
import { control, scanOf } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { prometheusReport } from "./report.ts";

const framework = { name: "NSA", description: "", typeTags: [], scanningScope: [], partial: false, controlNames: {} };

it("gives scores and counts of the cluster, frameworks, controls and resources under Kubescape's names", () => {
  const selection = {
    controls: [control("C-0016"), control("C-0057", { name: 'a "b" \\', references: ["https://example.org/c"] })],
    frameworks: [{ ...framework, controls: ["C-0057"] }],
  };
  const scans = [
    scanOf("apps/v1/shop/Deployment/cart", { "C-0057": { status: "failed" }, "C-0016": { status: "passed" } }),
    scanOf("/v1/shop/Pod/shell", { "C-0016": { status: "skipped" } }),
    scanOf("/v1/shop/Pod/fine", { "C-0057": { status: "passed" } }),
  ];

  expect(prometheusReport(summarise(scans, selection, []))).toMatchInlineSnapshot(`
    "# HELP kubescape_cluster_complianceScore kubescape_cluster_complianceScore
    # TYPE kubescape_cluster_complianceScore gauge
    kubescape_cluster_complianceScore 50
    # HELP kubescape_cluster_count_resources_failed kubescape_cluster_count_resources_failed
    # TYPE kubescape_cluster_count_resources_failed gauge
    kubescape_cluster_count_resources_failed 1
    # HELP kubescape_cluster_count_resources_skipped kubescape_cluster_count_resources_skipped
    # TYPE kubescape_cluster_count_resources_skipped gauge
    kubescape_cluster_count_resources_skipped 1
    # HELP kubescape_cluster_count_resources_passed kubescape_cluster_count_resources_passed
    # TYPE kubescape_cluster_count_resources_passed gauge
    kubescape_cluster_count_resources_passed 1
    # HELP kubescape_cluster_count_control_failed kubescape_cluster_count_control_failed
    # TYPE kubescape_cluster_count_control_failed gauge
    kubescape_cluster_count_control_failed 1
    # HELP kubescape_cluster_count_control_skipped kubescape_cluster_count_control_skipped
    # TYPE kubescape_cluster_count_control_skipped gauge
    kubescape_cluster_count_control_skipped 1
    # HELP kubescape_cluster_count_control_passed kubescape_cluster_count_control_passed
    # TYPE kubescape_cluster_count_control_passed gauge
    kubescape_cluster_count_control_passed 0
    # HELP kubescape_framework_complianceScore kubescape_framework_complianceScore
    # TYPE kubescape_framework_complianceScore gauge
    kubescape_framework_complianceScore{name="NSA"} 50
    # HELP kubescape_framework_count_resources_failed kubescape_framework_count_resources_failed
    # TYPE kubescape_framework_count_resources_failed gauge
    kubescape_framework_count_resources_failed{name="NSA"} 1
    # HELP kubescape_framework_count_resources_skipped kubescape_framework_count_resources_skipped
    # TYPE kubescape_framework_count_resources_skipped gauge
    kubescape_framework_count_resources_skipped{name="NSA"} 0
    # HELP kubescape_framework_count_resources_passed kubescape_framework_count_resources_passed
    # TYPE kubescape_framework_count_resources_passed gauge
    kubescape_framework_count_resources_passed{name="NSA"} 1
    # HELP kubescape_framework_count_control_failed kubescape_framework_count_control_failed
    # TYPE kubescape_framework_count_control_failed gauge
    kubescape_framework_count_control_failed{name="NSA"} 1
    # HELP kubescape_framework_count_control_skipped kubescape_framework_count_control_skipped
    # TYPE kubescape_framework_count_control_skipped gauge
    kubescape_framework_count_control_skipped{name="NSA"} 0
    # HELP kubescape_framework_count_control_passed kubescape_framework_count_control_passed
    # TYPE kubescape_framework_count_control_passed gauge
    kubescape_framework_count_control_passed{name="NSA"} 0
    # HELP kubescape_control_complianceScore kubescape_control_complianceScore
    # TYPE kubescape_control_complianceScore gauge
    kubescape_control_complianceScore{name="a \\"b\\" \\\\",severity="High",link="https://hub.armosec.io/docs/c-0057"} 50
    kubescape_control_complianceScore{name="Allow privilege escalation",severity="Medium",link="https://hub.armosec.io/docs/c-0016"} 50
    # HELP kubescape_control_count_resources_failed kubescape_control_count_resources_failed
    # TYPE kubescape_control_count_resources_failed gauge
    kubescape_control_count_resources_failed{name="a \\"b\\" \\\\",severity="High",link="https://hub.armosec.io/docs/c-0057"} 1
    kubescape_control_count_resources_failed{name="Allow privilege escalation",severity="Medium",link="https://hub.armosec.io/docs/c-0016"} 0
    # HELP kubescape_control_count_resources_skipped kubescape_control_count_resources_skipped
    # TYPE kubescape_control_count_resources_skipped gauge
    kubescape_control_count_resources_skipped{name="a \\"b\\" \\\\",severity="High",link="https://hub.armosec.io/docs/c-0057"} 0
    kubescape_control_count_resources_skipped{name="Allow privilege escalation",severity="Medium",link="https://hub.armosec.io/docs/c-0016"} 1
    # HELP kubescape_control_count_resources_passed kubescape_control_count_resources_passed
    # TYPE kubescape_control_count_resources_passed gauge
    kubescape_control_count_resources_passed{name="a \\"b\\" \\\\",severity="High",link="https://hub.armosec.io/docs/c-0057"} 1
    kubescape_control_count_resources_passed{name="Allow privilege escalation",severity="Medium",link="https://hub.armosec.io/docs/c-0016"} 1
    # HELP kubescape_resource_count_controls_failed kubescape_resource_count_controls_failed
    # TYPE kubescape_resource_count_controls_failed gauge
    kubescape_resource_count_controls_failed{apiVersion="apps/v1",kind="Deployment",namespace="shop",name="cart"} 1
    kubescape_resource_count_controls_failed{apiVersion="v1",kind="Pod",namespace="shop",name="fine"} 0
    kubescape_resource_count_controls_failed{apiVersion="v1",kind="Pod",namespace="shop",name="shell"} 0
    # HELP kubescape_resource_count_controls_skipped kubescape_resource_count_controls_skipped
    # TYPE kubescape_resource_count_controls_skipped gauge
    kubescape_resource_count_controls_skipped{apiVersion="apps/v1",kind="Deployment",namespace="shop",name="cart"} 0
    kubescape_resource_count_controls_skipped{apiVersion="v1",kind="Pod",namespace="shop",name="fine"} 0
    kubescape_resource_count_controls_skipped{apiVersion="v1",kind="Pod",namespace="shop",name="shell"} 1
    "
  `);
});

it("has one sample for a subject that several bindings give rights, with the worst verdicts", () => {
  const bob = { group: "rbac.authorization.k8s.io", version: "", kind: "User", namespace: "", name: "bob" };
  const one = scanOf("a", { "C-0057": { status: "failed" }, "C-0016": { status: "passed" } });
  const other = scanOf("b", { "C-0057": { status: "passed" }, "C-0016": { status: "skipped" } });
  const selection = { controls: [control("C-0016"), control("C-0057")], frameworks: [] };
  const scans = [one, other].map((scan) => ({ ...scan, name: bob }));

  const lines = prometheusReport(summarise(scans, selection, [])).split("\n");
  const labels = '{apiVersion="rbac.authorization.k8s.io",kind="User",namespace="",name="bob"}';
  expect(lines.filter((line) => line.includes("bob"))).toEqual([
    `kubescape_resource_count_controls_failed${labels} 1`,
    `kubescape_resource_count_controls_skipped${labels} 1`,
  ]);
});
