import { exitStatus } from "./exit-status.ts";
import { commands, type FlaggedCommand, type Option, options } from "./options.ts";

/** What the help says of one command. `$` stands for how this person starts the program. */
type Topic = {
  about: string;
  usage: [line: string, means: string][];
  examples: string[];
  notes?: string;
  status: [code: string, means: string][];
};

const topics: Record<FlaggedCommand, Topic> = {
  scan: {
    about: "Finds misconfigurations in manifests or a cluster and says what to change, the worst first.",
    usage: [
      ["$ scan FILE|FOLDER|-…", "manifests in YAML or JSON, Helm charts, kustomizations; - is standard input"],
      ["$ scan --kubeconfig FILE", "a cluster; nothing is installed in it or written to it"],
    ],
    examples: [
      "$ scan ./manifests",
      "$ scan deploy.yaml service.yaml --framework nsa",
      "$ scan ./manifests --control C-0057,C-0016 --verbose",
      "$ scan ./manifests --format json --output report.json",
      "$ scan ./manifests --diff report.json --severity-threshold high",
      "$ scan --kubeconfig ~/.kube/config --context prod --exclude-namespaces kube-system",
      "$ scan ./chart --values prod.yaml",
      "$ scan ./manifests --policies ./our-controls --controls-config our-lists.json",
      "helm template ./chart | $ scan -",
      "kubectl get deployments -A -o json | $ scan -",
    ],
    status: exitStatus.explained,
  },
  fix: {
    about: "Scans manifests and shows, as a patch, the changes that need no decision. Comments and layout stay.",
    usage: [
      ["$ fix FILE|FOLDER…", "the patch, on standard output"],
      ["$ fix FILE|FOLDER… --apply", "makes the changes"],
    ],
    examples: [
      "$ fix ./manifests",
      "$ fix ./manifests > fixes.patch && git apply fixes.patch",
      "$ fix pod.yaml --apply",
    ],
    status: exitStatus.explained,
  },
  controls: {
    about: "What there is to be judged by.",
    usage: [
      ["$ controls list", "every control, worst first"],
      ["$ controls show ID…", "why a control matters, how to fix what it finds, which frameworks ask for it"],
    ],
    examples: ["$ controls list --framework nsa", "$ controls show C-0057"],
    status: [
      ["0", "printed"],
      ["2", "wrong usage, or there is no such control or framework"],
    ],
  },
  storage: {
    about: "Backs up, restores or checks the results that an installation keeps, while it goes on.",
    usage: [
      ["$ storage export FILE|-", "copies the database; the file is whole or not there"],
      ["$ storage import FILE", "checks a copy and puts it where storage takes it up at its next start"],
      ["$ storage check", "reads every page of the database and looks whether they fit together"],
    ],
    examples: [
      "$ storage export results.sqlite --kubeconfig ~/.kube/config",
      "$ storage check --kubeconfig ~/.kube/config --context prod --namespace security",
      "$ storage import results.sqlite --kubeconfig ~/.kube/config",
      "kubectl -n kubescape rollout restart deployment/storage",
      "$ storage check --database results.sqlite",
    ],
    notes: `In a cluster it runs in the pod of storage, by kubectl exec (KUBECTL names another kubectl). What is written after
an export is not in it; the database before an import is kept beside it, named .replaced.`,
    status: [
      ["0", "done; the database is whole"],
      ["1", "it could not be done, or the database is damaged"],
      ["2", "wrong usage, or a file that cannot be read or written"],
    ],
  },
};

/** The text of `--help`. `program` is how this person starts the command, for example `npm start --`. */
export function help(program: string, topic: FlaggedCommand | undefined): string {
  const text = topic === undefined ? overview() : page(topic);
  return text.replaceAll("$ ", `${program} `);
}

function overview(): string {
  const usage: [string, string][] = [
    ["$ scan FILE|FOLDER|-…", "manifests in YAML or JSON, Helm charts, kustomizations"],
    ["$ scan --kubeconfig FILE", "a cluster; nothing is installed in it or written to it"],
    ["$ fix FILE|FOLDER…", "the changes for them as a patch; --apply makes them"],
    ["$ controls list", "the controls, worst first; controls show C-0057 explains one"],
    ["$ storage export FILE", "a copy of the results that an installation keeps"],
    ["$ rego eval|test|check …", "Rego policies, with the flags and output of OPA"],
    ["$ ", "the bundled example shop"],
  ];
  return `Sortie finds misconfigurations in Kubernetes manifests and clusters, and says what to change.

Usage
${columns(usage)}

Commands
${columns(Object.entries(commands))}

Examples
  $ scan ./manifests
  $ scan ./manifests --framework nsa --verbose
  $ scan --kubeconfig ~/.kube/config --context prod
  helm template ./chart | $ scan -

Flags of scan, which is meant where no command is named
${flagsOf("scan")}
  Others have their own: $ fix --help
${ending(exitStatus.explained)}`;
}

function page(topic: FlaggedCommand): string {
  const { about, usage, examples, notes, status } = topics[topic];
  return `${about}

Usage
${columns(usage)}

Examples
${examples.map((line) => `  ${line}`).join("\n")}

Flags
${flagsOf(topic)}
${notes === undefined ? "" : `\n${notes}\n`}${ending(status)}`;
}

function ending(status: Topic["status"]): string {
  return `
Exit status
${columns(status)}
`;
}

/** A flag that takes a list says so. */
function flagsOf(command: FlaggedCommand): string {
  const all: readonly Option[] = options;
  const own = all.filter(({ of }) => of.includes(command));
  const lists = own.some(({ repeats }) => repeats);
  const note = lists ? "\n  A flag that takes a list may be repeated, or its values separated by commas." : "";
  return `${columns(own.map((option) => [flag(option), option.help]))}${note}`;
}

function flag({ name, short, value }: Option): string {
  return `${short ? `-${short}, ` : "    "}--${name}${value ? ` ${value}` : ""}`;
}

function columns(rows: [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
