import type { Column, Kind } from "../meta/kind.ts";
import { ageColumn, annotationColumn, digestColumn, nameColumn, wide } from "./columns.ts";
import { computedKind, storedKind } from "./result-kind.ts";
import { sbomSyftFilteredType, sbomSyftType } from "./types/sbom.ts";
import { sbomSpdxFilteredType, sbomSpdxType, sbomSummaryType } from "./types/spdx.ts";

type Syft = { syft: { artifacts: unknown[] | null; files?: unknown[] } };

const statusColumn = annotationColumn("Status", "kubescape.io/status", "How far the scan is.");
const imageColumn = wide(annotationColumn("Image", "kubescape.io/image-tag", "Name of the image."));
const sizeColumns: Column[] = [
  digestColumn("Packages", 0, "Packages in the image."),
  wide(digestColumn("Files", 1, "Files in the image.")),
];

const syft = {
  hasChecksum: true,
  listed: "metadata" as const,
  digest: ({ spec }: Record<string, unknown>) => sizesOf((spec as Syft).syft),
  columns: [nameColumn, ...sizeColumns, statusColumn, imageColumn, ageColumn],
};

/** Packages of an image. A scanner claims an image by making the object before there is a document. */
export const sbomSyft = storedKind({
  ...syft,
  message: sbomSyftType,
  plural: "sbomsyfts",
  shortNames: ["kssbom"],
  maxBodyBytes: 100 * 1000 * 1000,
});

/** What of it a workload has loaded. */
export const sbomSyftFiltered = storedKind({
  ...syft,
  message: sbomSyftFilteredType,
  plural: "sbomsyftfiltereds",
  shortNames: ["kssbomf"],
  maxBodyBytes: 50 * 1000 * 1000,
});

/** Views of the Syft documents, for those who know the older kinds: docs/reference/storage-api.md, "SPDX". */
export const sbomSpdx = computedKind({
  viewOf: sbomSyft,
  message: sbomSpdxType,
  plural: "sbomspdxv2p3s",
  shortNames: ["ksspdx"],
  listed: "metadata",
  columns: syft.columns,
});

export const sbomSpdxFiltered = computedKind({
  viewOf: sbomSyftFiltered,
  message: sbomSpdxFilteredType,
  plural: "sbomspdxv2p3filtereds",
  shortNames: ["ksspdxf"],
  listed: "metadata",
  columns: syft.columns,
});

export const sbomSummary = computedKind({
  message: sbomSummaryType,
  plural: "sbomsummaries",
  shortNames: ["kssboms"],
  listed: "full",
  columns: syft.columns,
});

export const sbomKinds: Kind[] = [sbomSpdxFiltered, sbomSpdx, sbomSummary, sbomSyftFiltered, sbomSyft];

function sizesOf({ artifacts, files }: Syft["syft"]): number[] {
  return [artifacts?.length ?? 0, files?.length ?? 0];
}
