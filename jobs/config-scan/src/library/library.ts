import type { RegoModule } from "@sortie/rego";
import type {
  ControlDefinition,
  ControlInputs,
  FrameworkDefinition,
  RuleDefinition,
  SystemExceptions,
} from "@sortie/wire";

/** A rule as it runs: its definition and its Rego, whose package is `sortie.rules["<name>"]`. */
export type Rule = RuleDefinition & { name: string; module: RegoModule };

/** The control library in memory: consistent, so every name in it that refers to something refers to something real. */
export type Library = {
  /** In order of their ids. */
  controls: ControlDefinition[];
  /** In order of their file names. */
  frameworks: FrameworkDefinition[];
  rules: Map<string, Rule>;
  /** Default control inputs. */
  inputs: ControlInputs;
  /** Findings that are accepted in every cluster. */
  exceptions: SystemExceptions;
  /** Shared Rego that rules import, packages `sortie.lib.<name>`. */
  lib: RegoModule[];
};

/** `file` is relative to the library's folder and may end in `:<line>`. */
export type LibraryProblem = { file: string; message: string };

/** The library cannot be used. The message lists every problem, one a line. */
export class LibraryError extends Error {
  override name = "LibraryError";
  readonly problems: LibraryProblem[];

  constructor(problems: LibraryProblem[]) {
    super(problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));
    this.problems = problems;
  }
}
