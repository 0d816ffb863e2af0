export { ControlInput } from "./control-input.ts";
export {
  ControlDefinition,
  ControlInputs,
  FrameworkDefinition,
  JudgedLibrary,
  type ResourceMatch,
  RuleDefinition,
  SystemExceptions,
} from "./control-library.ts";
export { ExceptionPolicies } from "./exception-policies.ts";
export { isRecord } from "./is-record.ts";
export { exitCode, exitCodeOf, JobOutcome } from "./job-outcome.ts";
export { maskedObject } from "./masked-object.ts";
export { ObjectMeta, type OwnerReference } from "./object-meta.ts";
export { OperatorCommand, operatorCommandApiVersion } from "./operator-command.ts";
export { PostureReportChunk } from "./posture-report.ts";
export {
  ConfigurationScanSummary,
  PostureStatus,
  RulePath,
  resultsApiVersion,
  ScannedControl,
  ScannedRule,
  SeverityCounts,
  WorkloadConfigurationScan,
  WorkloadConfigurationScanSummary,
} from "./posture-results.ts";
export {
  controlLink,
  controlSamples,
  groupSamples,
  resourceSamples,
  type Sample,
  samplesText,
} from "./posture-samples.ts";
export { mostNamedResources, PostureSummary, postureSummaryKey } from "./posture-summary.ts";
export { namedObject, reportedControl, subjectObject } from "./reported-control.ts";
export { reportedCategory, resourceCounters } from "./reported-figures.ts";
export { resourceIdAnnotation } from "./resource-id-annotation.ts";
export type { ResourceLine, ResultLine } from "./result-lines.ts";
export { BatchedResult, scanBatchResource, WorkloadConfigurationScanBatch } from "./scan-batch.ts";
export { ConfigTarget, ScanRequest } from "./scan-request.ts";
export { AcceptedControl, type LabelSelector, SecurityException } from "./security-exception.ts";
export { type Severity, severities, severityOf } from "./severity.ts";
export { type PathStep, pathSteps, valueAtPath } from "./value-at-path.ts";
