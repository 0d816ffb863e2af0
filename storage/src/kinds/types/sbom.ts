import { flag, inline, list, map, message, optional, pointer, raw, text, time, whole } from "../../schema/message.ts";

/** Who made a document and when; shared by the Syft and the SPDX kinds. */
export const spdxMeta = message("SPDXMeta", "How the document was made.", {
  tool: [
    1,
    message("ToolMeta", "The tool.", { name: [1, text, "Its name."], version: [2, text, "Its version."] }),
    "The tool that made it.",
  ],
  report: [2, message("ReportMeta", "The report.", { createdAt: [1, time, "When it was made."] }), "The report."],
});

const coordinates = message("Coordinates", "A file in a layer.", {
  path: [1, text, "Path without symbolic links."],
  layerID: [2, optional(text), "Digest of the layer."],
});

const location = message("Location", "A file and how it was reached.", {
  locationData: [
    1,
    inline(
      message("LocationData", "The file.", {
        coordinates: [1, inline(coordinates), "The file."],
        accessPath: [2, text, "Path it was reached by."],
      }),
    ),
    "The file.",
  ],
  locationMetadata: [
    2,
    inline(
      message("LocationMetadata", "What is known about the file.", {
        annotations: [1, optional(map(text)), "Notes of the tool."],
      }),
    ),
    "What is known about it.",
  ],
});

const license = message(
  "License",
  "A licence of a package.",
  {
    value: [1, text, "As it was found."],
    spdxExpression: [2, text, "The same as an SPDX expression."],
    type: [3, text, "declared or concluded."],
    urls: [4, list(text), "Pages of it."],
    locations: [5, list(location), "Files it was found in."],
  },
  (value) => ({ value, spdxExpression: "", type: "declared", urls: null, locations: null }),
);

const cpe = message(
  "CPE",
  "A name in the dictionary of the NVD.",
  { cpe: [1, text, "The name."], source: [2, optional(text), "Who found it."] },
  (value) => ({ cpe: value, source: "syft-generated" }),
);

const syftPackage = message("SyftPackage", "A package in the image.", {
  packageBasicData: [
    1,
    inline(
      message("PackageBasicData", "What every package has.", {
        id: [1, text, "Its ID in the document."],
        name: [2, text, "Its name."],
        version: [3, text, "Its version."],
        type: [4, text, "Kind of package, for example deb."],
        foundBy: [5, text, "Part of the tool that found it."],
        locations: [6, list(location), "Files it was found in."],
        licenses: [7, list(license), "Its licences."],
        language: [8, text, "Programming language, where there is one."],
        cpes: [9, list(cpe), "Names it is looked for by."],
        purl: [10, text, "Package URL."],
      }),
    ),
    "What every package has.",
  ],
  packageCustomData: [
    2,
    inline(
      message("PackageCustomData", "What differs by kind of package.", {
        metadataType: [1, optional(text), "Shape of the metadata."],
        metadata: [2, optional(raw), "What its package manager knows."],
      }),
    ),
    "What differs by kind of package.",
  ],
});

const executable = message("Executable", "What a program is built like.", {
  format: [1, text, "elf, macho or pe."],
  hasExports: [2, flag, "Whether it exports symbols."],
  hasEntrypoint: [3, flag, "Whether it can be started."],
  importedLibraries: [4, list(text), "Libraries it loads."],
  elfSecurityFeatures: [
    5,
    optional(
      pointer(
        message("ELFSecurityFeatures", "Protections it is built with.", {
          symbolTableStripped: [1, flag, "Without symbol table."],
          stackCanary: [2, optional(pointer(flag)), "With stack canaries."],
          nx: [3, flag, "With memory that cannot be executed."],
          relRO: [4, text, "Relocations that are read-only: none, partial or full."],
          pie: [5, flag, "Position-independent."],
          dso: [6, flag, "A shared object."],
          safeStack: [7, optional(pointer(flag)), "With LLVM's safe stack."],
          cfi: [8, optional(pointer(flag)), "With control flow integrity."],
          fortify: [9, optional(pointer(flag)), "With fortified library calls."],
        }),
      ),
    ),
    "Protections it is built with.",
  ],
});

const fileMetadata = message("FileMetadataEntry", "Metadata of a file.", {
  mode: [1, whole, "Permissions, as octal digits."],
  type: [2, text, "RegularFile, Directory or another kind."],
  linkDestination: [3, optional(text), "Where a link leads."],
  userID: [4, whole, "Its owner."],
  groupID: [5, whole, "Its group."],
  mimeType: [6, text, "Kind of content."],
  size: [7, whole, "Size in bytes."],
});

const fileLicense = message("FileLicense", "A licence of a file.", {
  value: [1, text, "As it was found."],
  spdxExpression: [2, text, "The same as an SPDX expression."],
  type: [3, text, "declared or concluded."],
  evidence: [
    4,
    optional(
      pointer(
        message("FileLicenseEvidence", "Where a licence was found.", {
          confidence: [1, whole, "In percent."],
          offset: [2, whole, "Where its text begins."],
          extent: [3, whole, "How long its text is."],
        }),
      ),
    ),
    "Where it was found.",
  ],
});

const syftFile = message("SyftFile", "A file in the image.", {
  id: [1, text, "Its ID in the document."],
  location: [2, coordinates, "The file."],
  metadata: [3, optional(pointer(fileMetadata)), "Its metadata."],
  contents: [4, optional(text), "Its content in base64."],
  digests: [
    5,
    optional(
      list(
        message("Digest", "A digest.", {
          algorithm: [1, text, "How it was computed."],
          value: [2, text, "The digest in hexadecimal digits."],
        }),
      ),
    ),
    "Its digests.",
  ],
  licenses: [6, optional(list(fileLicense)), "Its licences."],
  executable: [7, optional(pointer(executable)), "What it is built like, where it is a program."],
});

const linuxRelease = message("LinuxRelease", "Operating system of the image: `os-release`(5).", {
  prettyName: [1, optional(text), "PRETTY_NAME"],
  name: [2, optional(text), "NAME"],
  id: [3, optional(text), "ID"],
  idLike: [4, optional({ is: "list", of: text, orOne: true }), "ID_LIKE"],
  version: [5, optional(text), "VERSION"],
  versionID: [6, optional(text), "VERSION_ID"],
  versionCodename: [7, optional(text), "VERSION_CODENAME"],
  buildID: [8, optional(text), "BUILD_ID"],
  imageID: [9, optional(text), "IMAGE_ID"],
  imageVersion: [10, optional(text), "IMAGE_VERSION"],
  variant: [11, optional(text), "VARIANT"],
  variantID: [12, optional(text), "VARIANT_ID"],
  homeURL: [13, optional(text), "HOME_URL"],
  supportURL: [14, optional(text), "SUPPORT_URL"],
  bugReportURL: [15, optional(text), "BUG_REPORT_URL"],
  privacyPolicyURL: [16, optional(text), "PRIVACY_POLICY_URL"],
  cpeName: [17, optional(text), "CPE_NAME"],
  supportEnd: [18, optional(text), "SUPPORT_END"],
});

const syftDocument = message("SyftDocument", "What Syft found. https://github.com/anchore/syft", {
  artifacts: [1, list(syftPackage), "The packages."],
  artifactRelationships: [
    2,
    list(
      message("SyftRelationship", "How two things belong together.", {
        parent: [1, text, "ID of the one."],
        child: [2, text, "ID of the other."],
        type: [3, text, "What they are to each other."],
        metadata: [4, optional(raw), "What the tool adds."],
      }),
    ),
    "How packages and files belong together.",
  ],
  files: [3, optional(list(syftFile)), "The files."],
  source: [
    4,
    message("SyftSource", "What was catalogued.", {
      id: [1, text, "Its ID in the document."],
      name: [2, text, "Its name."],
      version: [3, text, "Its version."],
      type: [4, text, "image, directory or file."],
      metadata: [5, raw, "The image or path."],
    }),
    "What was catalogued.",
  ],
  distro: [5, linuxRelease, "Operating system of the image."],
  descriptor: [
    6,
    message("SyftDescriptor", "How Syft was run.", {
      name: [1, text, "Name of the tool."],
      version: [2, text, "Its version."],
      configuration: [3, optional(raw), "Its configuration."],
    }),
    "How Syft was run.",
  ],
  schema: [
    7,
    message("Schema", "Format of the document.", {
      version: [1, text, "Its version."],
      url: [2, text, "Page of it."],
    }),
    "Format of the document.",
  ],
});

const spec = message("SBOMSyftSpec", "The document.", {
  metadata: [1, spdxMeta, "How the document was made."],
  syft: [2, syftDocument, "What Syft found."],
});
const sbomStatus = message("SBOMSyftStatus", "Empty.", {});

export const sbomSyftType = message("SBOMSyft", "Packages and files of one image.", {
  spec: [2, spec, "The document."],
  status: [3, sbomStatus, "Empty."],
});

export const sbomSyftFilteredType = message("SBOMSyftFiltered", "What of an image's packages a workload has loaded.", {
  spec: [2, spec, "The document."],
  status: [3, sbomStatus, "Empty."],
});
