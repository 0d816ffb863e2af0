import { createHash } from "node:crypto";

type Syft = {
  artifacts: SyftPackage[] | null;
  artifactRelationships: { parent: string; child: string; type: string }[] | null;
  files?: SyftFile[];
  source: { id: string; name: string; version: string };
};
type SyftPackage = {
  id: string;
  name: string;
  version: string;
  foundBy: string;
  licenses: { value: string; spdxExpression: string; type: string }[] | null;
  cpes: { cpe: string }[] | null;
  purl: string;
};
type SyftFile = { id: string; location: { path: string }; digests?: { algorithm: string; value: string }[] };
type Meta = { tool: { name: string; version: string }; report: { createdAt: string | null } };

/** Body of an SBOMSyft or SBOMSyftFiltered. */
export type SyftSbom = { spec: { metadata: Meta; syft: Syft } };

const noAssertion = "NOASSERTION";
const documentId = "SPDXRef-DOCUMENT";

/** The same as a document of SPDX 2.3. https://spdx.github.io/spdx-spec/v2.3/ */
export function spdxOf(
  { spec: { metadata, syft } }: SyftSbom,
  { namespace, name }: { namespace: string; name: string },
) {
  const packages = (syft.artifacts ?? []).map(packageOf);
  const files = (syft.files ?? []).map(fileOf);
  const spdx = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: documentId,
    name: syft.source.name || name,
    documentNamespace: `https://sortie.dev/sbom/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`,
    creationInfo: {
      creators: [`Tool: ${metadata.tool.name || "unknown"}-${metadata.tool.version || "unknown"}`],
      created: metadata.report.createdAt ?? "1970-01-01T00:00:00Z",
    },
    packages,
    files,
    relationships: relationshipsOf(syft, packages),
  };
  return { spec: { metadata, spdx }, status: {} };
}

function packageOf({ id, name, version, foundBy, licenses, cpes, purl }: SyftPackage) {
  const externalRefs = [
    ...(cpes ?? []).map(({ cpe }) => ({
      referenceCategory: "SECURITY",
      referenceType: cpe.startsWith("cpe:/") ? "cpe22Type" : "cpe23Type",
      referenceLocator: cpe,
    })),
    ...(purl ? [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }] : []),
  ];
  return {
    name,
    SPDXID: spdxId("Package", id),
    ...(version && { versionInfo: version }),
    downloadLocation: noAssertion,
    filesAnalyzed: false,
    ...(foundBy && { sourceInfo: `found by ${foundBy}` }),
    licenseConcluded: expressionOf(licenses, "concluded"),
    licenseDeclared: expressionOf(licenses, "declared"),
    copyrightText: noAssertion,
    externalRefs,
  };
}

/** Clause 10: an expression of known licences. What is no expression has no place in one. */
function expressionOf(licenses: SyftPackage["licenses"], type: string): string {
  const known = (licenses ?? []).filter((license) => license.type === type && license.spdxExpression !== "");
  const expressions = known.map(({ spdxExpression }) => spdxExpression);
  if (expressions.length === 0) return noAssertion;
  return expressions.map((each) => (expressions.length > 1 && each.includes(" ") ? `(${each})` : each)).join(" AND ");
}

function fileOf({ id, location, digests = [] }: SyftFile) {
  return {
    fileName: location.path.replace(/^\/+/, ""),
    SPDXID: spdxId("File", id),
    checksums: digests.map(({ algorithm, value }) => ({
      algorithm: algorithm.toUpperCase().replaceAll("-", ""),
      checksumValue: value,
    })),
    licenseConcluded: noAssertion,
    copyrightText: noAssertion,
  };
}

/** Clause 11. Syft's own words are what SPDX calls `OTHER` unless they mean the same. */
const relationshipTypes = new Map([
  ["contains", "CONTAINS"],
  ["dependency-of", "DEPENDENCY_OF"],
]);

function relationshipsOf({ artifacts, artifactRelationships, files }: Syft, packages: { SPDXID: string }[]) {
  const ids = new Map([
    ...(artifacts ?? []).map(({ id }): [string, string] => [id, spdxId("Package", id)]),
    ...(files ?? []).map(({ id }): [string, string] => [id, spdxId("File", id)]),
  ]);
  const described = packages.map(({ SPDXID }) => ({
    spdxElementId: documentId,
    relatedSpdxElement: SPDXID,
    relationshipType: "DESCRIBES",
  }));
  const known = (artifactRelationships ?? []).flatMap(({ parent, child, type }) => {
    const [from, to] = [ids.get(parent), ids.get(child)];
    if (from === undefined || to === undefined) return [];
    const relationshipType = relationshipTypes.get(type) ?? "OTHER";
    const comment = relationshipType === "OTHER" ? { comment: type } : {};
    return [{ spdxElementId: from, relatedSpdxElement: to, relationshipType, ...comment }];
  });
  return [...described, ...known];
}

/** Letters, digits, `.` and `-` only; IDs that have something else are told apart by a hash. */
function spdxId(element: string, id: string): string {
  const plain = id.replace(/[^A-Za-z0-9.-]/g, "-");
  const suffix = plain === id ? "" : `-${createHash("sha256").update(id).digest("hex").slice(0, 8)}`;
  return `SPDXRef-${element}-${plain}${suffix}`;
}
