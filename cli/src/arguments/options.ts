/** Every command that takes flags. `rego` reads its own, as OPA does. */
export const flaggedCommands = ["scan", "fix", "controls", "storage"] as const;
export type FlaggedCommand = (typeof flaggedCommands)[number];

/** One flag. `value` is how the help names its argument; a flag without one is on or off. */
export type Option = {
  name: string;
  short?: string;
  value?: string;
  /** May be given several times, and with commas between values. */
  repeats?: true;
  /** The commands that take it. */
  of: readonly FlaggedCommand[];
  help: string;
};

const scan = ["scan"] as const;
const scanAndFix = ["scan", "fix"] as const;

/** Every flag, in the order of the help. */
export const options = [
  {
    name: "kubeconfig",
    value: "FILE",
    of: ["scan", "storage"],
    help: "the cluster of this kubeconfig, instead of files",
  },
  {
    name: "context",
    value: "NAME",
    of: ["scan", "storage"],
    help: "context of the kubeconfig; without it, the current one",
  },
  { name: "namespace", value: "NAME", of: ["storage"], help: "where Sortie is installed; default kubescape" },
  { name: "database", value: "FILE", of: ["storage"], help: "a database on this machine, instead of a cluster's" },
  {
    name: "framework",
    value: "NAME",
    repeats: true,
    of: ["scan", "fix", "controls"],
    help: "only the controls of this framework (nsa, mitre, …)",
  },
  { name: "control", value: "ID", repeats: true, of: scanAndFix, help: "only this control (C-0057)" },
  {
    name: "include-namespaces",
    value: "NAME",
    repeats: true,
    of: scanAndFix,
    help: "only these namespaces, and objects without one",
  },
  { name: "exclude-namespaces", value: "NAME", repeats: true, of: scanAndFix, help: "leave these namespaces out" },
  {
    name: "exceptions",
    value: "FILE",
    of: scanAndFix,
    help: "accepted findings: Kubescape's exception policies in JSON",
  },
  {
    name: "controls-config",
    value: "FILE",
    of: scanAndFix,
    help: "your lists for the controls, in JSON: postureControlInputs",
  },
  {
    name: "policies",
    value: "DIR",
    of: scanAndFix,
    help: "your own controls, frameworks and rules over those of the library",
  },
  {
    name: "use-artifacts-from",
    value: "DIR",
    of: scanAndFix,
    help: "judge by released Kubescape artifacts instead of the own library",
  },
  {
    name: "values",
    value: "FILE",
    repeats: true,
    of: scanAndFix,
    help: "values file for the Helm charts that are found",
  },
  {
    name: "format",
    value: "NAME",
    of: scan,
    help: "pretty (default), json (Kubescape's v2 format), junit, sarif, html (one page), prometheus",
  },
  { name: "output", short: "o", value: "FILE", of: scan, help: "write the report there instead of to the terminal" },
  {
    name: "diff",
    value: "FILE",
    of: scan,
    help: "say what is new or fixed since this report of --format json; --severity-threshold is about the new",
  },
  {
    name: "severity-threshold",
    value: "SEVERITY",
    of: scanAndFix,
    help: "exit 3 on findings this severe or worse",
  },
  {
    name: "compliance-threshold",
    value: "PERCENT",
    of: scanAndFix,
    help: "exit 3 when compliance is below this",
  },
  { name: "apply", of: ["fix"], help: "write the changes into the files instead of showing them as a patch" },
  {
    name: "embedded",
    of: scan,
    help: "go through storage and the dispatcher, as in a cluster; slower, same result",
  },
  {
    name: "verbose",
    short: "v",
    of: scanAndFix,
    help: "every resource and control, how to fix each, and where the time goes",
  },
  { name: "help", short: "h", of: flaggedCommands, help: "what there is to say about the command" },
  { name: "version", of: flaggedCommands, help: "the version" },
] as const satisfies Option[];

/** Every form of a report. */
export const formats = ["pretty", "json", "junit", "sarif", "html", "prometheus"] as const;
export type Format = (typeof formats)[number];

export type OptionName = (typeof options)[number]["name"];

/** Every command, and what it says about itself in the help. */
export const commands = {
  scan: "scan manifests or a cluster",
  fix: "scan manifests and make the changes that need no decision",
  controls: "list controls, or show what the library says about one",
  storage: "back up, restore or check the results of an installation",
  rego: "evaluate, test or check Rego policies, with the flags and output of OPA",
  help: "explain the command line; help scan explains one command",
  version: "print the version",
};
