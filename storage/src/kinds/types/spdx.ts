import { flag, list, message, optional, text } from "../../schema/message.ts";
import { spdxMeta } from "./sbom.ts";

// These kinds never had protobuf numbers elsewhere: they are ours.

const checksum = message("Checksum", "A digest.", {
  algorithm: [1, text, "How it was computed."],
  checksumValue: [2, text, "The digest in hexadecimal digits."],
});

const externalRef = message("PackageExternalReference", "A name of a package elsewhere.", {
  referenceCategory: [1, text, "SECURITY or PACKAGE-MANAGER."],
  referenceType: [2, text, "Kind of name."],
  referenceLocator: [3, text, "The name."],
});

const spdxPackage = message("Package", "A package. SPDX 2.3, clause 7.", {
  name: [1, text, "Its name."],
  SPDXID: [2, text, "Its ID in the document."],
  versionInfo: [3, optional(text), "Its version."],
  downloadLocation: [4, text, "Where it can be had."],
  filesAnalyzed: [5, flag, "Whether its files were looked at."],
  sourceInfo: [6, optional(text), "How it was found."],
  licenseConcluded: [7, text, "Licence as concluded."],
  licenseDeclared: [8, text, "Licence as declared."],
  copyrightText: [9, text, "Copyright notice."],
  externalRefs: [10, optional(list(externalRef)), "Its names elsewhere."],
});

const file = message("File", "A file. SPDX 2.3, clause 8.", {
  fileName: [1, text, "Its path."],
  SPDXID: [2, text, "Its ID in the document."],
  checksums: [3, optional(list(checksum)), "Its digests."],
  licenseConcluded: [4, text, "Licence as concluded."],
  copyrightText: [5, text, "Copyright notice."],
});

const relationship = message("Relationship", "How two things belong together. SPDX 2.3, clause 11.", {
  spdxElementId: [1, text, "ID of the one."],
  relatedSpdxElement: [2, text, "ID of the other."],
  relationshipType: [3, text, "What the one is to the other."],
  comment: [4, optional(text), "More about it."],
});

const creationInfo = message("CreationInfo", "How a document was made. SPDX 2.3, clause 6.", {
  creators: [1, list(text), "Who made it, as `Tool: name-version`."],
  created: [2, text, "When."],
});

const spdxDocument = message("Document", "The document. https://spdx.github.io/spdx-spec/v2.3/", {
  spdxVersion: [1, text, "SPDX-2.3"],
  dataLicense: [2, text, "CC0-1.0"],
  SPDXID: [3, text, "SPDXRef-DOCUMENT"],
  name: [4, text, "Name of what is described."],
  documentNamespace: [5, text, "URI of the document."],
  creationInfo: [6, creationInfo, "How it was made."],
  packages: [7, optional(list(spdxPackage)), "The packages."],
  files: [8, optional(list(file)), "The files."],
  relationships: [9, optional(list(relationship)), "How they belong together."],
});

const spec = message("SBOMSPDXv2p3Spec", "The document.", {
  metadata: [1, spdxMeta, "How it was made."],
  spdx: [2, spdxDocument, "The document."],
});
const status = message("SBOMSPDXv2p3Status", "Empty.", {});

export const sbomSpdxType = message("SBOMSPDXv2p3", "An SBOMSyft as a document of SPDX 2.3, made when it is read.", {
  spec: [2, spec, "The document."],
  status: [3, status, "Empty."],
});

export const sbomSpdxFilteredType = message(
  "SBOMSPDXv2p3Filtered",
  "An SBOMSyftFiltered as a document of SPDX 2.3, made when it is read.",
  { spec: [2, spec, "The document."], status: [3, status, "Empty."] },
);

export const sbomSummaryType = message("SBOMSummary", "That there is an SBOMSyft, without its document.", {
  spec: [2, message("SBOMSummarySpec", "Empty.", {}), "Empty."],
  status: [3, message("SBOMSummaryStatus", "Empty.", {}), "Empty."],
});
