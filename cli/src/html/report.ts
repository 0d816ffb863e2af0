import { editsOf } from "@sortie/posture/fixes";
import { type Severity, severities, severityOf } from "@sortie/wire/plain";
import { escapeMarkup } from "../markup/escape.ts";
import { adviceText } from "../result/advice-text.ts";
import { countBySeverity, type SeverityCount } from "../result/order.ts";
import { shownName } from "../result/resource-id.ts";
import type { ControlResult, ResourceResult, Summary } from "../result/summarise.ts";
import { stylesheet } from "./stylesheet.ts";

/** What the page says about the scan itself. */
export type Page = {
  /** What was scanned, as the person would call it. */
  name: string;
  objects: number;
  /** RFC 3339. */
  generatedAt: string;
};

/**
 * The result as one page that needs nothing else: no script, no font, no request, and a policy that forbids them, since
 * names in it are anybody's. It is read on a telephone as well as on paper.
 */
export function htmlReport(summary: Summary, page: Page): string {
  const { controls, resources, frameworks, compliance } = summary;
  const failed = controls.filter(({ status }) => status === "failed");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(page.name)}: ${Math.floor(compliance)} % compliant</title>
<style>${stylesheet}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(page.name)}</h1>
<p>${page.objects} objects, ${controls.length} controls, <time>${escapeMarkup(page.generatedAt)}</time></p>
</header>
<main>
<section aria-label="Result" class="tiles">
${tile("Compliance", `${Math.floor(compliance)} %`)}
${tile("Failed controls", `${failed.length} of ${controls.length}`)}
${tile("Failed resources", `${resources.filter(hasFailed).length} of ${resources.length}`)}
</section>
<p>${badges(countBySeverity(failed.map(({ definition }) => severityOf(definition.baseScore))))}</p>
${frameworkSection(frameworks)}
<section>
<h2>Controls</h2>
${controls.map(controlDetails).join("\n")}
</section>
<section>
<h2>What to fix, worst first</h2>
${resources.filter(hasFailed).map(resourceDetails).join("\n") || "<p>Nothing.</p>"}
</section>
</main>
</body>
</html>
`;
}

function tile(title: string, value: string): string {
  return `<div><b>${value}</b><span>${title}</span></div>`;
}

function badges(count: SeverityCount): string {
  return severities
    .filter((severity) => count[severity] > 0)
    .map((severity) => `${badge(severity)} ${count[severity]}`)
    .join(" ");
}

function badge(severity: Severity): string {
  return `<span class="badge ${severity.toLowerCase()}">${severity}</span>`;
}

function frameworkSection(frameworks: Summary["frameworks"]): string {
  if (frameworks.length === 0) return "";
  const rows = frameworks.map(({ name, compliance }) => {
    const share = Math.floor(compliance);
    return `<li>${escapeMarkup(name)} <meter aria-label="${escapeMarkup(name)}" min="0" max="100" value="${share}">${share} %</meter> ${share} %</li>`;
  });
  return `<section>\n<h2>Frameworks</h2>\n<ul class="frameworks">\n${rows.join("\n")}\n</ul>\n</section>`;
}

function controlDetails({ definition, status, subStatus, info, resources, compliance }: ControlResult): string {
  const { id, name, description, remediation, references, baseScore } = definition;
  const judged = resources.failed + resources.passed + resources.skipped;
  const mark = status === "failed" ? badge(severityOf(baseScore)) : `<span class="badge">${status}</span>`;
  const figures = judged === 0 ? "" : `${resources.failed} of ${judged} failed, ${Math.floor(compliance)} %`;
  const reason = [subStatus, info].filter((part) => part !== "").join(": ");
  const links = references.map((url) => `<li>${escapeMarkup(url)}</li>`).join("");
  return `<details class="${status}">
<summary>${mark} <code>${id}</code> ${escapeMarkup(name)} <small>${escapeMarkup(figures || reason)}</small></summary>
<p>${escapeMarkup(description)}</p>
<pre>${escapeMarkup(remediation.trim())}</pre>
${links === "" ? "" : `<ul>${links}</ul>`}
</details>`;
}

function hasFailed({ controls }: ResourceResult): boolean {
  return controls.some(({ status }) => status.status === "failed");
}

function resourceDetails({ name, source, controls, failures }: ResourceResult): string {
  const place = source === undefined ? "" : `${source.place.file}:${source.place.line ?? 1}`;
  const rows = editsOf(controls).map(({ advice, controls: asking }) => {
    const [worst] = asking;
    const what = adviceText(advice) ?? worst?.name ?? "";
    const ids = asking.map(({ controlID }) => controlID).join(" ");
    return `<tr><td>${badge(severityOf(worst?.severity.scoreFactor ?? 0))}</td><td>${escapeMarkup(what)}</td><td>${escapeMarkup(ids)}</td></tr>`;
  });
  return `<details>
<summary>${escapeMarkup(shownName(name))} ${badges(failures)} <small>${escapeMarkup(place)}</small></summary>
<table>
<thead><tr><th scope="col">Severity</th><th scope="col">What to do</th><th scope="col">Controls</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</details>`;
}
