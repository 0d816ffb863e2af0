// `npm run oracle:cluster [-- GOLDEN.json.gz [MANIFEST_DIR]]`: scans whole clusters and compares with recorded scans; with
// `--exceptions FILE` and `--controls-config FILE`, where they were recorded with some.
// The last line of each is `agree/total` over its controls and resources (docs/reference/control-library.md, "Whole scans").
import { existsSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { LibraryError } from "../src/library/library.ts";
import { readLibrary } from "../src/library/read-library.ts";
import { compareScans } from "./golden/compare-scans.ts";
import { describeComparison } from "./golden/describe-comparison.ts";
import { readGolden } from "./golden/golden.ts";
import { generatedManifests, scannedPath } from "./golden/manifests.ts";
import { reportVerdicts } from "./golden/report-verdicts.ts";
import { scanManifests } from "./golden/scan-manifests.ts";
import { readToolLine } from "./tool-line.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const recorded = join(root, "..", "shared", "oracle", "clusters");
const usage =
  "usage: npm run oracle:cluster [-- GOLDEN.json.gz [MANIFEST_DIR] [--exceptions FILE] [--controls-config FILE]]";
const line = readToolLine(process.argv.slice(2), { usage, flags: ["exceptions", "controls-config"], words: 2 });
const [golden, manifests] = line.ok ? line.words : [];
const judging = Object.entries(line.ok ? line.values : {}).flatMap(([flag, value]) => [`--${flag}`, value]);

if (line.ok) process.exitCode = tryToCompare();
else process.exitCode = refuse(line.answer, line.code);

/** A library that is broken is not compared: its errors are all there is to say. */
function tryToCompare(): number {
  try {
    return golden === undefined ? compareRecorded() : compare(golden, manifests);
  } catch (err) {
    if (!(err instanceof LibraryError)) throw err;
    console.log(err.message);
    return 1;
  }
}

/** Without arguments: every golden beside the repository, where there are any. */
function compareRecorded(): number {
  if (!existsSync(recorded)) {
    console.log(`${shown(recorded)} is not here: the comparison is skipped`);
    return 0;
  }
  const goldens = readdirSync(recorded).filter((name) => name.endsWith(".json.gz"));
  return Math.max(0, ...goldens.toSorted().map((name) => compare(join(recorded, name), undefined)));
}

function compare(file: string, given: string | undefined): number {
  if (!existsSync(file)) return refuse(`${shown(file)} is not here`);
  const folder = given ?? generatedManifests(file);
  if (folder === undefined) return refuse(`how the manifests of ${basename(file)} are made is not known: name them`);
  const wanted = readGolden(file);
  const known = new Set(readLibrary(join(root, "policies")).controls.map(({ id }) => id));
  const controls = Object.keys(wanted.controls).filter((id) => known.has(id));
  console.log(`${basename(file)}: ${controls.length} of ${Object.keys(wanted.controls).length} controls`);
  const report = scanManifests(scannedPath(folder), controls, judging);
  const comparison = compareScans(wanted, reportVerdicts(report));
  for (const line of describeComparison(comparison)) console.log(line);
  return comparison.agreeing === comparison.total ? 0 : 1;
}

function refuse(reason: string, code = 2): number {
  console.log(reason);
  return code;
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}
