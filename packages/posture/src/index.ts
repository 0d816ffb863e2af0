export { aggregate } from "./evaluate/aggregate.ts";
export { compileRules } from "./evaluate/compile-rules.ts";
export { type Evaluated, startEvaluation } from "./evaluate/evaluation.ts";
export { type ResourceVerdicts, ruleStatus } from "./evaluate/resource-verdicts.ts";
export { type ClusterExceptions, exceptionsOfScan } from "./exceptions/exceptions-of-scan.ts";
export type { BrokenException } from "./exceptions/security-exceptions.ts";
export type { ResultMetadata, ResultPlace } from "./identity/result-metadata.ts";
export { type ScannedResource, scannedResource } from "./identity/scanned-resource.ts";
export { slug } from "./identity/slug.ts";
export type { LoadedLibrary, Rule } from "./library/library.ts";
export { type LibrarySettings, libraryOfScan, withInputsOfCluster } from "./library/library-of-scan.ts";
export { loadLibrary } from "./library/load-library.ts";
export { readLibrary } from "./library/read-library.ts";
export { batchesByType, type NamedObject } from "./objects/batches-by-type.ts";
export {
  type Batch,
  batchSize,
  type Collected,
  type ObjectSource,
  type Unavailable,
  type Wanted,
} from "./objects/object-source.ts";
export { isMatched, type ObjectType, typeKey, typeOfObject } from "./objects/object-type.ts";
export { externalType, wantedKinds } from "./objects/wanted-kinds.ts";
export { withoutHistory } from "./objects/without-history.ts";
export { countedFrameworks } from "./results/counted-frameworks.ts";
export { type ControlFigures, type Figures, figuresOf, type GroupFigures } from "./results/figures.ts";
export { type JudgedControl, judgedControls, postures, type ResourcePosture } from "./results/posture.ts";
export { relatedObjects } from "./results/related-objects.ts";
export { type OwnerOf, type Result, results } from "./results/results.ts";
export { scannedControls } from "./results/scanned-control.ts";
export { type Counts, count, emptyTally, outcomeCounts, skippedControls, type WeightOf } from "./results/tally.ts";
export { type Provider, providerOf, type Scope } from "./select/scope.ts";
export { selectControls } from "./select/select-controls.ts";
export { focusOf } from "./target/focus.ts";
export { wantedOf } from "./target/wanted.ts";
