import { withoutCredentials } from "../terminal/without-credentials.ts";

/** What Kubescape's command line calls something that is called otherwise here, or that is not here. */
const flags: Record<string, string> = {
  f: "Kubescape's -f NAME is --format NAME.",
  e: "Kubescape's -e NAMES is --exclude-namespaces NAMES.",
  t: "Kubescape's -t NUMBER is --compliance-threshold PERCENT.",
  s: "Kubescape's -s SEVERITY is --severity-threshold SEVERITY.",
  l: "Kubescape's -l is --verbose.",
  "fail-threshold": "Kubescape's --fail-threshold is --compliance-threshold PERCENT, which counts what passed.",
  "kube-context": "Kubescape's --kube-context is --context NAME, with --kubeconfig FILE.",
  "use-from": "Kubescape's --use-from FILE is --use-artifacts-from FOLDER.",
  "use-default": "The library is part of the program: leave --use-default out.",
  "controls-version": "The library is part of the program; --use-artifacts-from FOLDER judges by released artifacts.",
  "custom-rules": "Kubescape's --custom-rules is --policies FOLDER.",
  logger: "Kubescape's --logger is --verbose.",
  view: "Leave --view out; --verbose shows every resource and control.",
  "format-version": "JSON is always in the shape of version v2: leave --format-version out.",
  "host-scan-yaml": "Data of nodes comes from an installation in the cluster: leave --host-scan-yaml out.",
  "enable-host-scan": "Data of nodes comes from an installation in the cluster: leave --enable-host-scan out.",
  "scan-images": "This command scans manifests and clusters, not images.",
  "control-timeout": "Rules are limited without it: leave --control-timeout out.",
  ...leftOut("Nothing is sent anywhere", ["submit", "keep-local", "account", "access-key", "server", "backend"]),
  ...leftOut("Nothing is downloaded", ["cache-dir", "use-cached-artifacts"]),
};

const commands: Record<string, string> = {
  list: "Kubescape's list is controls list; a control's frameworks are in controls show ID.",
  download: "Kubescape's download is not needed: the library is part of the program.",
  config: "Kubescape's config is not needed: nothing is sent anywhere.",
  patch: "Kubescape's patch is about images; this command scans manifests and clusters.",
  operator: "Kubescape's operator is the Helm chart in charts/.",
  vap: "Kubescape's vap is not here.",
};

/** First words of what is scanned for, which here are flags. */
const scanned: Record<string, string> = {
  framework: "scan PATH --framework NAME",
  control: "scan PATH --control ID",
  workload: "scan PATH, with the workload's file",
  image: "nothing: this command scans manifests and clusters, not images",
};

/** What somebody who knows Kubescape should type instead of a flag, given without its dashes. */
export function kubescapeFlag(name: string): string | undefined {
  return Object.hasOwn(flags, name) ? flags[name] : undefined;
}

/** The same for a command. */
export function kubescapeCommand(word: string): string | undefined {
  return Object.hasOwn(commands, word) ? commands[word] : undefined;
}

/** The same for `scan framework nsa`, whose words would be paths here, and for addresses. A single word is a path. */
export function kubescapeScan([word = "", ...more]: string[]): string | undefined {
  if (/^(https?|ssh|git):\/\/|^git@/.test(word)) {
    // A query may be a token.
    const address = withoutCredentials(word.replace(/[?#].*/s, ""));
    return `${address} is an address. Clone the repository and scan its folder.`;
  }
  if (more.length === 0 || !Object.hasOwn(scanned, word)) return undefined;
  return `Kubescape's scan ${word} ${more[0]} is ${scanned[word]}. A folder of that name is ./${word}.`;
}

function leftOut(why: string, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${why}: leave --${name} out.`]));
}
