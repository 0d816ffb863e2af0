import { expect, it } from "vitest";
import { controlLink, controlSamples, resourceSamples, samplesText } from "./posture-samples.ts";

const seriesOf = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

it("tells controls apart that have one name and severity", () => {
  const counts = { failed: 1, skipped: 0, passed: 2 };
  const samples = ["C-0196", "C-0276"].flatMap((id) =>
    controlSamples({
      name: "one name",
      severity: "Medium",
      link: controlLink(id),
      complianceScore: 50,
      resources: counts,
    }),
  );
  const series = seriesOf(samplesText(samples));
  expect(new Set(series.map((line) => line.replace(/ \d+$/, ""))).size).toBe(8);
  expect(series[0]).toBe(
    'kubescape_control_complianceScore{name="one name",severity="Medium",link="https://hub.armosec.io/docs/c-0196"} 50',
  );
});

it("has one series for what has one name, such as a subject with two bindings, as the format demands", () => {
  const subject = { apiVersion: "", kind: "ServiceAccount", namespace: "shop", name: "cart" };
  const samples = [
    { ...subject, failed: 2, skipped: 1 },
    { ...subject, failed: 3, skipped: 0 },
  ].flatMap(resourceSamples);
  const labels = '{apiVersion="",kind="ServiceAccount",namespace="shop",name="cart"}';
  expect(seriesOf(samplesText(samples))).toEqual([
    `kubescape_resource_count_controls_failed${labels} 5`,
    `kubescape_resource_count_controls_skipped${labels} 1`,
  ]);
});
