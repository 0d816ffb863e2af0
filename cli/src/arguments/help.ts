import { exitStatus } from "./exit-status.ts";
import { commands, type Option, options } from "./options.ts";

/** The text of `--help`. `program` is how this person starts the command, for example `npm start --`. */
export function help(program: string): string {
  return `Sortie finds misconfigurations in Kubernetes manifests and clusters, and says what to change.

Usage
  ${program} scan FILE|FOLDER|-…        manifests in YAML or JSON, Helm charts, kustomizations
  ${program} fix FILE|FOLDER…           the changes for them as a patch; --apply makes them
  ${program} controls list              the controls, worst first; controls show C-0057 explains one
  ${program} scan --kubeconfig FILE     a cluster; nothing is installed in it or written to it
  ${program}                            the bundled example shop
  ${program} rego eval|test|check …     Rego policies, with the flags and output of OPA

Examples
  ${program} scan ./manifests
  ${program} scan deploy.yaml service.yaml --framework nsa
  ${program} scan ./manifests --control C-0057,C-0016 --verbose
  ${program} scan ./manifests --format json --output report.json
  ${program} scan ./manifests --diff report.json --severity-threshold high
  ${program} scan --kubeconfig ~/.kube/config --context prod --exclude-namespaces kube-system
  ${program} scan ./chart --values prod.yaml
  ${program} scan ./manifests --policies ./our-controls --controls-config our-lists.json
  helm template ./chart | ${program} scan -
  kubectl get deployments -A -o json | ${program} scan -

Commands
${columns(Object.entries(commands))}

Flags
${columns(options.map((option) => [flag(option), option.help]))}
  A flag that takes a list may be repeated, or its values separated by commas.

Exit status
${columns(exitStatus.explained)}
`;
}

function flag({ name, short, value }: Option): string {
  return `${short ? `-${short}, ` : "    "}--${name}${value ? ` ${value}` : ""}`;
}

function columns(rows: [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
