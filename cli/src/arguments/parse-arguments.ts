import { didYouMean } from "@sortie/process/suggest";
import type { Severity } from "@sortie/wire";
import { kubescapeCommand, kubescapeScan } from "./kubescape-words.ts";
import {
  commands,
  type FlaggedCommand,
  type Format,
  flaggedCommands,
  formats,
  type OptionName,
  options,
} from "./options.ts";
import { readArguments, type Values } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";

/** What is scanned: the bundled example, files (`-` is standard input), or the cluster of a kubeconfig. */
export type Source =
  | { type: "example" }
  | { type: "files"; paths: string[] }
  | { type: "cluster"; kubeconfig: string; context: string | undefined };

export type ScanCommand = {
  command: "scan";
  source: Source;
  /** Change the files that were scanned: show how, or do it. */
  fix: "propose" | "apply" | undefined;
  format: Format;
  /** File that receives the report; `undefined` is standard output. */
  output: string | undefined;
  frameworks: string[];
  /** Control IDs in upper case. */
  controls: string[];
  /** File of exception policies, as typed. */
  exceptions: string | undefined;
  /** Where what is judged by comes from besides the own library, as typed. */
  library: LibrarySources;
  /** Values files for Helm charts, as typed. */
  valuesFiles: string[];
  /** File of an earlier JSON report, as typed. */
  diff: string | undefined;
  thresholds: { compliance: number | undefined; severity: Severity | undefined };
  includeNamespaces: string[];
  excludedNamespaces: string[];
  verbose: boolean;
  /** Through storage and the dispatcher, as in a cluster. The example always goes that way: it shows how all works together. */
  isEmbedded: boolean;
};

/** A folder of released artifacts, a folder of the person's own policies, a file of control inputs. */
export type LibrarySources = {
  artifacts: string | undefined;
  policies: string | undefined;
  controlInputs: string | undefined;
};

/** What the library says about controls. */
export type ControlsCommand = {
  command: "controls";
  action: "list" | "show";
  /** Control IDs in upper case; for a list, none. */
  ids: string[];
  frameworks: string[];
};

/** Whose results are meant. */
export type StoragePlace =
  | { type: "cluster"; kubeconfig: string; context: string | undefined; namespace: string }
  | { type: "database"; file: string };

/** What is done with the results that an installation keeps. `file` is as typed; `-` is standard output. */
export type StorageCommand = { command: "storage"; place: StoragePlace } & (
  | { action: "export" | "import"; file: string }
  | { action: "check" }
);

export type Command =
  | ScanCommand
  | ControlsCommand
  | StorageCommand
  | { command: "help"; topic: FlaggedCommand | undefined }
  | { command: "version" };

/**
 * What a command line asks for.
 *
 * @throws UsageError naming the argument that is wrong and, where one is near, what was probably meant.
 */
export function parseArguments(args: string[]): Command {
  const { values, words } = readArguments(args);
  const [word, ...paths] = words;
  if (word === "help") return { command: "help", topic: flagged(paths[0]) };
  const named = flagged(word);
  if (values.has("help")) return { command: "help", topic: named };
  if (values.has("version") || word === "version") return { command: "version" };
  if (word !== undefined && named === undefined) throw unknownCommand(word);
  checkOwner(values, named ?? "scan");
  if (named === "controls") return controlsCommand(values, paths);
  if (named === "storage") return storageCommand(values, paths);
  if (named === "fix") return fixCommand(values, paths);
  return scanCommand(values, named === undefined ? undefined : paths);
}

/** The command that a word names, where it takes flags. */
export function flagged(word: string | undefined): FlaggedCommand | undefined {
  return flaggedCommands.find((command) => command === word);
}

/** @throws UsageError for a flag of another command. */
function checkOwner(values: Values, command: FlaggedCommand): void {
  for (const { name, of } of options) {
    const owners: readonly FlaggedCommand[] = of;
    if (values.has(name) && !owners.includes(command)) {
      throw new UsageError(`--${name} belongs to ${owners.join(" and ")}.`);
    }
  }
}

function unknownCommand(word: string): UsageError {
  const hint = kubescapeCommand(word);
  const near = hint === undefined ? didYouMean(word, Object.keys(commands)) : ` ${hint}`;
  return new UsageError(`Unknown command ${word}.${near === "" ? ` To scan a file or folder: scan ${word}` : near}`);
}

function controlsCommand(values: Values, [action = "list", ...ids]: string[]): ControlsCommand {
  if (action === "list" && ids.length === 0) {
    return { command: "controls", action, ids, frameworks: values.get("framework") ?? [] };
  }
  if (action !== "show" || ids.length === 0 || values.has("framework")) {
    throw new UsageError("Say controls list, controls list --framework NAME, or controls show ID.");
  }
  return { command: "controls", action, ids: controlIds(ids), frameworks: [] };
}

function storageCommand(values: Values, [action, file, ...more]: string[]): StorageCommand {
  const place = placeOf(values);
  if (more.length === 0 && action === "check" && file === undefined) return { command: "storage", place, action };
  if (more.length === 0 && (action === "export" || action === "import") && file !== undefined) {
    return { command: "storage", place, action, file };
  }
  throw new UsageError("Say storage export FILE, storage import FILE, or storage check.");
}

function placeOf(values: Values): StoragePlace {
  const [[kubeconfig] = [], [context] = [], [file] = []] = [
    values.get("kubeconfig"),
    values.get("context"),
    values.get("database"),
  ];
  if (kubeconfig !== undefined && file === undefined) {
    return { type: "cluster", kubeconfig, context, namespace: values.get("namespace")?.[0] ?? "kubescape" };
  }
  if (kubeconfig === undefined && file !== undefined) return { type: "database", file };
  throw new UsageError(
    "Say whose storage: --kubeconfig FILE for a cluster's, or --database FILE for one on this machine.",
  );
}

/** @throws UsageError for what looks like no control ID. */
function controlIds(given: readonly string[]): string[] {
  const ids = [...new Set(given.map((id) => id.toUpperCase()))];
  const odd = ids.find((id) => !/^C-\d{4}$/.test(id));
  if (odd !== undefined) throw new UsageError(`A control ID is like C-0057, not ${odd}.`);
  return ids;
}

function fixCommand(values: Values, paths: string[]): ScanCommand {
  const command = scanCommand(values, paths);
  if (command.source.type !== "files" || paths.includes("-")) {
    throw new UsageError("fix changes files: name files or folders, not a cluster or standard input.");
  }
  return { ...command, fix: values.has("apply") ? "apply" : "propose" };
}

function scanCommand(values: Values, paths: string[] | undefined): ScanCommand {
  const frameworks = values.get("framework") ?? [];
  const controls = controlIds(values.get("control") ?? []);
  if (frameworks.length > 0 && controls.length > 0) {
    throw new UsageError("Give either --framework or --control: one scan runs the one or the other.");
  }
  const source = sourceOf(values, paths);
  return {
    command: "scan",
    source,
    fix: undefined,
    format: oneOf(formats, "format", values) ?? "pretty",
    output: outputFrom(values),
    frameworks,
    controls,
    exceptions: values.get("exceptions")?.[0],
    library: {
      artifacts: values.get("use-artifacts-from")?.[0],
      policies: values.get("policies")?.[0],
      controlInputs: values.get("controls-config")?.[0],
    },
    valuesFiles: values.get("values") ?? [],
    diff: values.get("diff")?.[0],
    thresholds: { compliance: percentOf("compliance-threshold", values), severity: severityFrom(values) },
    includeNamespaces: values.get("include-namespaces") ?? [],
    excludedNamespaces: values.get("exclude-namespaces") ?? [],
    verbose: values.has("verbose"),
    isEmbedded: source.type === "example" || values.has("embedded"),
  };
}

/** Its own names mean standard output itself: opened as a file, what is in a file that it leads to would be lost. */
function outputFrom(values: Values): string | undefined {
  const [given] = values.get("output") ?? [];
  return given === "-" || given === "/dev/stdout" ? undefined : given;
}

/** The value of an option that takes one of a few words; undefined when it is not given. */
function oneOf<T extends string>(known: readonly T[], name: OptionName, values: Values): T | undefined {
  const [given] = values.get(name) ?? [];
  const found = known.find((word) => word === given);
  if (found !== undefined || given === undefined) return found;
  throw new UsageError(`--${name} is one of ${known.join(", ")}, not ${given}.${didYouMean(given, [...known])}`);
}

function severityFrom(values: Values): Severity | undefined {
  const word = oneOf(["critical", "high", "medium", "low"], "severity-threshold", values);
  return word === undefined ? undefined : severityByWord[word];
}

const severityByWord = { critical: "Critical", high: "High", medium: "Medium", low: "Low" } as const;

function percentOf(name: OptionName, values: Values): number | undefined {
  const [given] = values.get(name) ?? [];
  if (given === undefined) return undefined;
  const percent = Number(given);
  if (percent >= 0 && percent <= 100) return percent;
  throw new UsageError(`--${name} is a number from 0 to 100, not ${given}.`);
}

function sourceOf(values: Values, paths: string[] | undefined): Source {
  const kubeconfig = values.get("kubeconfig")?.[0];
  const context = values.get("context")?.[0];
  if (kubeconfig === undefined) {
    if (context !== undefined) {
      throw new UsageError("--context needs --kubeconfig FILE; kubectl's own is ~/.kube/config.");
    }
    if (paths === undefined) return { type: "example" };
    if (paths.length === 0) {
      throw new UsageError(
        "Nothing to scan. Name files or folders, - for standard input, or a cluster with --kubeconfig.",
      );
    }
    if (paths.includes("")) throw new UsageError("A path is empty, perhaps from a variable that is not set.");
    const hint = kubescapeScan(paths);
    if (hint !== undefined) throw new UsageError(hint);
    return { type: "files", paths };
  }
  if (paths !== undefined && paths.length > 0) {
    throw new UsageError("Give either files or --kubeconfig: one scan reads the one or the other.");
  }
  return { type: "cluster", kubeconfig, context };
}
