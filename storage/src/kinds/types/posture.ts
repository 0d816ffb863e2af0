import { count, float, list, map, message, optional, raw, text } from "../../schema/message.ts";

const severity = message("ControlSeverity", "How bad a failure is.", {
  severity: [1, text, "Critical, High, Medium, Low or Unknown."],
  scoreFactor: [2, float, "Base score of the control, 0 to 10."],
});

const controlStatus = message("ScannedControlStatus", "A verdict.", {
  status: [1, text, "failed, skipped or passed."],
  subStatus: [2, text, "Finer than the status, where there is something finer."],
  info: [3, text, "Why the control was skipped."],
});

/** Fields from 1001 on are ours: Kubescape's clients pass over them. */
const rulePath = message("RulePath", "A place in the object that matters.", {
  failedPath: [1, text, "Field that fails."],
  fixPath: [2, text, "Field to set."],
  fixPathValue: [3, text, "Value to set it to."],
  fixCommand: [4, text, "Command that fixes it."],
  deletePath: [1001, optional(text), "Field to delete."],
  reviewPath: [1002, optional(text), "Field that a person has to look at."],
  resourceID: [1003, optional(text), "Resource that the path is in, where it is another one."],
});

const scannedRule = message("ScannedControlRule", "Verdict of a rule.", {
  name: [1, text, "Name of the rule."],
  status: [
    2,
    message("RuleStatus", "A verdict.", {
      status: [1, text, "failed, skipped or passed."],
      subStatus: [2, text, "Finer than the status, where there is something finer."],
    }),
    "The rule's verdict.",
  ],
  controlConfigurations: [3, map(raw), "Inputs the rule was given, by name."],
  paths: [4, list(rulePath), "Places in the object that matter."],
  appliedIgnoreRules: [5, list(text), "Exceptions that apply."],
  relatedResourcesIDs: [6, list(text), "Other objects the verdict depends on."],
});

export const scannedControl = message("ScannedControl", "Verdict of a control.", {
  controlID: [1, text, "Control, for example C-0057."],
  name: [2, text, "Name of the control."],
  severity: [3, severity, "How bad a failure is."],
  status: [4, controlStatus, "The verdict."],
  rules: [5, list(scannedRule), "Verdicts of the rules that the control is made of."],
});

export const relatedObject = message("WorkloadScanRelatedObject", "Another object.", {
  namespace: [1, text, "Its namespace."],
  apiGroup: [2, text, "Its API group."],
  apiVersion: [3, text, "Its API version."],
  kind: [4, text, "Its kind."],
  name: [5, text, "Its name."],
});

export const scanType = message(
  "WorkloadConfigurationScan",
  "Verdicts of all controls about one object of the cluster, with the paths that make them fail.",
  {
    spec: [
      2,
      message("WorkloadConfigurationScanSpec", "The verdicts.", {
        controls: [2, map(scannedControl), "Verdict by control ID. Written as a whole by each scan."],
        relatedObjects: [
          3,
          list(relatedObject),
          "Objects that were judged together with this one, for example a binding and its role.",
        ],
      }),
      "The verdicts.",
    ],
  },
);

const severities = message("WorkloadConfigurationScanSeveritiesSummary", "Failed controls of each severity.", {
  critical: [1, count, "Severity Critical."],
  high: [2, count, "Severity High."],
  medium: [3, count, "Severity Medium."],
  low: [4, count, "Severity Low."],
  unknown: [5, count, "Severity not known."],
});

const controlSummary = message("ScannedControlSummary", "Verdict of a control.", {
  controlID: [1, text, "Control, for example C-0057."],
  severity: [2, severity, "How bad a failure is."],
  status: [3, controlStatus, "The verdict."],
});

export const scanSummaryType = message(
  "WorkloadConfigurationScanSummary",
  "Verdicts of all controls about one object of the cluster, short enough to list a whole cluster.",
  {
    spec: [
      2,
      message("WorkloadConfigurationScanSummarySpec", "The verdicts.", {
        severities: [1, severities, "How many failed controls there are of each severity."],
        controls: [2, map(controlSummary), "Verdict by control ID. Written as a whole by each scan."],
      }),
      "The verdicts.",
    ],
  },
);

export const namespaceSummaryType = message(
  "ConfigurationScanSummary",
  "Sum of the WorkloadConfigurationScanSummaries of one namespace, computed when it is read.",
  {
    spec: [
      2,
      message("ConfigurationScanSummarySpec", "The sum.", {
        severities: [1, severities, "How many failed controls of each severity the namespace has."],
        summaryRef: [
          2,
          list(
            message("WorkloadConfigurationScanSummaryIdentifier", "A summary.", {
              namespace: [1, text, "Its namespace."],
              kind: [2, text, "Its kind."],
              name: [3, text, "Its name."],
            }),
          ),
          "The summaries that were added up.",
        ],
      }),
      "The sum.",
    ],
  },
);
