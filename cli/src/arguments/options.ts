/** One flag of `sortie scan`. `value` is how the help names its argument; a flag without one is on or off. */
export type Option = {
  name: string;
  short?: string;
  value?: string;
  /** May be given several times, and with commas between values. */
  repeats?: true;
  help: string;
};

/** Every flag, in the order of the help. */
export const options = [
  {
    name: "kubeconfig",
    value: "FILE",
    help: "read the cluster of this kubeconfig instead of files; nothing is written to it",
  },
  { name: "context", value: "NAME", help: "context of the kubeconfig; without it, the current one" },
  { name: "framework", value: "NAME", repeats: true, help: "only the controls of this framework (nsa, mitre, …)" },
  { name: "control", value: "ID", repeats: true, help: "only this control (C-0057)" },
  { name: "include-namespaces", value: "NAME", repeats: true, help: "only these namespaces, and objects without one" },
  { name: "exclude-namespaces", value: "NAME", repeats: true, help: "leave these namespaces out" },
  { name: "exceptions", value: "FILE", help: "accepted findings: Kubescape's exception policies in JSON" },
  { name: "controls-config", value: "FILE", help: "your lists for the controls, in JSON: postureControlInputs" },
  { name: "policies", value: "DIR", help: "your own controls, frameworks and rules over those of the library" },
  {
    name: "use-artifacts-from",
    value: "DIR",
    help: "judge by released Kubescape artifacts instead of the own library",
  },
  { name: "values", value: "FILE", repeats: true, help: "values file for the Helm charts that are found" },
  {
    name: "format",
    value: "NAME",
    help: "pretty (default), json (Kubescape's v2 format), junit, sarif, html (one page), prometheus",
  },
  { name: "output", short: "o", value: "FILE", help: "write the report there instead of to the terminal" },
  { name: "diff", value: "FILE", help: "say what is new and what is fixed since this report of --format json" },
  {
    name: "severity-threshold",
    value: "SEVERITY",
    help: "exit 3 on findings this severe or worse; with --diff, new ones",
  },
  { name: "compliance-threshold", value: "PERCENT", help: "exit 3 when compliance is below this" },
  { name: "apply", help: "fix: write the changes into the files instead of showing them as a patch" },
  { name: "verbose", short: "v", help: "every resource and control, how to fix each, and where the time goes" },
  { name: "help", short: "h", help: "this text" },
  { name: "version", help: "the version" },
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
  rego: "evaluate, test or check Rego policies; sortie rego --help",
  help: "explain the command line",
  version: "print the version",
};
