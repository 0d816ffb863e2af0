import {
  controlLink,
  controlSamples,
  groupSamples,
  type PostureStatus,
  resourceSamples,
  type Sample,
  samplesText,
} from "@sortie/wire";
import { apiVersionOf, resourceId, severityOf } from "@sortie/wire/plain";
import { overallStatus } from "../result/overall-status.ts";
import type { ResourceCounts } from "../result/scores.ts";
import type { ControlResult, ResourceResult, Summary } from "../result/summarise.ts";

/**
 * The result in the text format of Prometheus, with the names that Kubescape's dashboards ask for
 * (docs/reference/command-line.md, "JUnit, SARIF, HTML, Prometheus"). Scores are whole numbers, rounded down.
 */
export function prometheusReport({ controls, frameworks, resources, compliance }: Summary): string {
  const samples = [
    ...groupSamples("kubescape_cluster", {}, figures(compliance, resources.map(statusOf), controls)),
    ...frameworks.flatMap((framework) => {
      const ids = new Set(framework.controls.map(({ definition }) => definition.id));
      const asked = resources.flatMap((resource) => {
        const own = resource.controls.filter(({ controlID }) => ids.has(controlID));
        return own.length === 0 ? [] : [statusOf({ controls: own })];
      });
      const { name } = framework;
      return groupSamples("kubescape_framework", { name }, figures(framework.compliance, asked, framework.controls));
    }),
    ...controls.flatMap(samplesOf),
    ...Map.groupBy(resources, ({ name }) => resourceId(name))
      .values()
      .flatMap(samplesOfName),
  ];
  return samplesText(samples);
}

function statusOf({ controls }: Pick<ResourceResult, "controls">): PostureStatus {
  return overallStatus(controls.map(({ status }) => status.status));
}

function countsOf(statuses: readonly PostureStatus[]): ResourceCounts {
  const of = (status: PostureStatus): number => statuses.filter((one) => one === status).length;
  return { failed: of("failed"), skipped: of("skipped"), passed: of("passed") };
}

function figures(complianceScore: number, resources: PostureStatus[], controls: readonly ControlResult[]) {
  return { complianceScore, resources: countsOf(resources), controls: countsOf(controls.map(({ status }) => status)) };
}

function samplesOf({ definition, compliance, resources }: ControlResult): Sample[] {
  return controlSamples({
    name: definition.name,
    severity: severityOf(definition.baseScore),
    link: controlLink(definition.id),
    complianceScore: compliance,
    resources,
  });
}

/** A subject is judged once for each of its bindings, and Prometheus takes no two samples that are called the same. */
function samplesOfName(resources: ResourceResult[]): Sample[] {
  const [first] = resources;
  if (first === undefined) return [];
  const { kind, namespace, name, ...type } = first.name;
  const verdicts = Map.groupBy(
    resources.flatMap(({ controls }) => controls),
    ({ controlID }) => controlID,
  );
  const counts = countsOf([...verdicts.values()].map((controls) => statusOf({ controls })));
  return resourceSamples({ apiVersion: apiVersionOf(type), kind, namespace, name, ...counts });
}
