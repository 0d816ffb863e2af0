/** What `kubectl explain` says about the fields of the posture kinds, by dotted path. */

const control = {
  controlID: "Control, for example C-0057.",
  severity: "How bad a failure is.",
  "severity.severity": "Critical, High, Medium, Low or Unknown.",
  "severity.scoreFactor": "Base score of the control, 0 to 10.",
  status: "The verdict.",
  "status.status": "failed, skipped or passed.",
  "status.subStatus": "Finer than the status, where there is something finer.",
  "status.info": "Why the control was skipped.",
};

export const scanDescriptions: Record<string, string> = {
  "": "Verdicts of all controls about one object of the cluster, with the paths that make them fail.",
  spec: "The verdicts.",
  "spec.controls": "Verdict by control ID. Written as a whole by each scan.",
  ...under("spec.controls", {
    ...control,
    name: "Name of the control.",
    rules: "Verdicts of the rules that the control is made of.",
    "rules.name": "Name of the rule.",
    "rules.status": "The rule's verdict.",
    "rules.controlConfigurations": "Inputs the rule was given, by name.",
    "rules.paths": "Places in the object that matter.",
    "rules.paths.failedPath": "Field that fails.",
    "rules.paths.fixPath": "Field to set.",
    "rules.paths.fixPathValue": "Value to set it to.",
    "rules.paths.fixCommand": "Command that fixes it.",
    "rules.appliedIgnoreRules": "Exceptions that apply.",
    "rules.relatedResourcesIDs": "Other objects the verdict depends on.",
  }),
  "spec.relatedObjects": "Objects that were judged together with this one, for example a binding and its role.",
};

export const scanSummaryDescriptions: Record<string, string> = {
  "": "Verdicts of all controls about one object of the cluster, short enough to list a whole cluster.",
  spec: "The verdicts.",
  "spec.severities": "How many failed controls there are of each severity.",
  "spec.controls": "Verdict by control ID. Written as a whole by each scan.",
  ...under("spec.controls", control),
};

export const namespaceSummaryDescriptions: Record<string, string> = {
  "": "Sum of the WorkloadConfigurationScanSummaries of one namespace, computed when it is read.",
  spec: "The sum.",
  "spec.severities": "How many failed controls of each severity the namespace has.",
  "spec.summaryRef": "The summaries that were added up.",
};

function under(path: string, descriptions: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(descriptions).map(([field, text]) => [`${path}.${field}`, text]));
}
