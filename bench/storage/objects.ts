const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";
const group = `/apis/${apiVersion}`;

const severities = ["Critical", "High", "Medium", "Low"];

/** Where objects of the benches are. */
export const namespace = "bench-storage";

export const scans = "workloadconfigurationscans";
export const manifests = "vulnerabilitymanifests";

/** Of a collection, or of one object of it. `undefined`: all namespaces. */
export function pathOf(plural: string, name?: string, of: string | undefined = namespace): string {
  const collection = of === undefined ? `${group}/${plural}` : `${group}/namespaces/${of}/${plural}`;
  return name === undefined ? collection : `${collection}/${name}`;
}

/** Stands for the name in the texts that scans are made from: to write JSON for each would cost the client a third. */
const anyName = "{name}";
const scanTexts = { failed: scanText("failed"), passed: scanText("passed") };

/** A WorkloadConfigurationScan of 12 kB as config-scan writes it. `failed` is its only field that two of a name differ in. */
export function scan(name: string, failed: "failed" | "passed" = "failed", resourceVersion?: string): string {
  const text = scanTexts[failed].replaceAll(anyName, name);
  const version = resourceVersion && `"resourceVersion":"${resourceVersion}",`;
  return version ? text.replace('"metadata":{', `$&${version}`) : text;
}

function scanText(failed: string): string {
  const controls = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => {
      const controlID = `C-${String(1000 + i)}`;
      const status = i === 0 ? failed : "passed";
      return [controlID, control(controlID, i, status)];
    }),
  );
  return JSON.stringify({
    apiVersion,
    kind: "WorkloadConfigurationScan",
    metadata: { name: anyName, ...metadataOf(anyName) },
    spec: { controls, relatedObjects: [] },
  });
}

function metadataOf(name: string) {
  return {
    labels: {
      "kubescape.io/workload-api-group": "apps",
      "kubescape.io/workload-api-version": "v1",
      "kubescape.io/workload-kind": "Deployment",
      "kubescape.io/workload-name": name,
      "kubescape.io/workload-namespace": namespace,
    },
    annotations: {
      "kubescape.io/wlid": `wlid://cluster-bench/namespace-${namespace}/deployment-${name}`,
      "kubescape.io/status": "",
    },
  };
}

function control(controlID: string, index: number, status: string) {
  const path = {
    failedPath: `spec.template.spec.containers[${index}].securityContext.allowPrivilegeEscalation`,
    fixPath: `spec.template.spec.containers[${index}].securityContext.allowPrivilegeEscalation`,
    fixPathValue: "false",
    fixCommand: "",
  };
  return {
    controlID,
    name: `Control number ${index} of the bench`,
    severity: { severity: severities[index % 4], scoreFactor: (index % 10) + 1 },
    status: { status, subStatus: "", info: "" },
    rules: [
      {
        name: `rule-of-control-${index}`,
        status: { status, subStatus: "" },
        controlConfigurations: null,
        paths: [path],
        appliedIgnoreRules: null,
        relatedResourcesIDs: null,
      },
    ],
  };
}

/** A VulnerabilityManifest with so many matches as kubevuln writes it, about 1.3 kB each. */
export function manifest(name: string, matches = 250): string {
  return JSON.stringify({
    apiVersion,
    kind: "VulnerabilityManifest",
    metadata: {
      name,
      labels: { "kubescape.io/context": "non-filtered", "kubescape.io/workload-name": name },
      annotations: { "kubescape.io/image-tag": `registry.example.com/shop/${name}:1.0`, "kubescape.io/status": "" },
    },
    spec: {
      metadata: {
        withRelevancy: false,
        tool: { name: "grype", version: "0.100.0", databaseVersion: "6" },
        report: { createdAt: "2026-11-01T10:00:00Z" },
      },
      payload: {
        matches: Array.from({ length: matches }, (_, i) => match(i)),
        source: { type: "image", target: { userInput: `registry.example.com/shop/${name}:1.0`, layers: [] } },
        distro: { name: "debian", version: "12", idLike: null },
        descriptor: { name: "grype", version: "0.100.0" },
      },
    },
    status: {},
  });
}

function match(index: number) {
  const id = `CVE-2025-${String(10_000 + index)}`;
  const dataSource = `https://nvd.nist.gov/vuln/detail/${id}`;
  const description = `A crafted request makes function number ${index} of the library read behind the end of a buffer. `;
  const cvss = [
    {
      version: "3.1",
      vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
      metrics: { baseScore: 9.8, exploitabilityScore: 3.9, impactScore: 5.9 },
    },
  ];
  const about = { id, dataSource, namespace: "debian:distro:debian:12", severity: severities[index % 4] };
  const purl = `pkg:deb/debian/libexample${index}@1.2.${index}-3?arch=amd64&distro=debian-12`;
  return {
    vulnerability: {
      ...about,
      urls: [dataSource],
      description: description.repeat(2),
      cvss,
      fix: { versions: [`1.2.${index + 1}-1`], state: "fixed" },
      advisories: [],
    },
    relatedVulnerabilities: [{ ...about, namespace: "nvd:cpe", urls: [dataSource], description, cvss }],
    matchDetails: [
      {
        type: "exact-direct-match",
        matcher: "dpkg-matcher",
        searchedBy: { distro: { type: "debian", version: "12" }, package: { name: `libexample${index}` } },
        found: { versionConstraint: `< 1.2.${index + 1}-1 (deb)`, vulnerabilityID: id },
      },
    ],
    artifact: {
      name: `libexample${index}`,
      version: `1.2.${index}-3`,
      type: "deb",
      locations: [{ path: "/var/lib/dpkg/status", layerID: `sha256:${String(index).padStart(64, "0")}` }],
      language: "",
      licenses: ["GPL-2.0-or-later"],
      cpes: [`cpe:2.3:a:libexample${index}:libexample${index}:1.2.${index}-3:*:*:*:*:*:*:*`],
      purl,
      upstreams: [{ name: "example" }],
    },
  };
}
