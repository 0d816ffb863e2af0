/** Labels and annotations of commands and Jobs (docs/reference/control-plane.md, "Labels and annotations"). */
export const label = {
  managedBy: "app.kubernetes.io/managed-by",
  component: "app.kubernetes.io/component",
  /** Kubescape's mark of who an OperatorCommand is for: `operator` or `node-agent`. */
  appName: "kubescape.io/app-name",
  /** On a Job: the first command it was created for, where its name is a label's value. */
  command: "sortie.dev/command",
  /** On a Job: the LocalQueue of Kueue's that says when it runs (Kueue, "Run A Kubernetes Job"). */
  queue: "kueue.x-k8s.io/queue-name",
  /** On a command: `jobTracking.jobID` of its sender, so that the sender finds it. */
  jobId: "sortie.dev/job-id",
  /** On a command: hash of what it asks for, equal for commands that may share one object. */
  identity: "sortie.dev/identity",
} as const;

export const annotation = {
  jobId: "sortie.dev/job-id",
  parentId: "sortie.dev/parent-id",
  epoch: "sortie.dev/epoch",
  scanHash: "sortie.dev/scan-hash",
  traceparent: "sortie.dev/traceparent",
  /** On a Job: every command it ran for has its outcome, or it was deleted and does not end. It may expire. */
  recorded: "sortie.dev/outcome-recorded",
  /** On a command: name of the Secret that holds what was cut out of its body. */
  credentials: "sortie.dev/credentials",
  /** On a command: that Secret is not there yet, so the command is neither answered nor carried out. */
  incomplete: "sortie.dev/incomplete",
} as const;

/** What commands, Secrets and Jobs carry that are made here, and how such Jobs are selected. */
export const ownLabels = { [label.managedBy]: "sortie" } as const;
export const managedBySortie = `${label.managedBy}=${ownLabels[label.managedBy]}`;

/** Kubernetes, "Labels and Selectors", syntax of a label's value. */
export function isLabelValue(text: string): boolean {
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(text);
}
