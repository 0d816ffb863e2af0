import type { RegoModule, SerialisedPolicy } from "@sortie/rego";
import type {
  ControlDefinition,
  ControlInputs,
  ExceptionPolicies,
  FrameworkDefinition,
  RuleDefinition,
  SystemExceptions,
} from "@sortie/wire";

export type Rule = RuleDefinition & { name: string };

/** A rule and its Rego, whose package is `sortie.rules["<name>"]`. */
export type SourceRule = Rule & { module: RegoModule };

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
};

/** The library with its Rego. */
export type SourceLibrary = Omit<Library, "rules"> & {
  rules: Map<string, SourceRule>;
  /** Shared Rego that rules import, packages `sortie.lib.<name>`. */
  lib: RegoModule[];
};

/** Rego of a rule that others release: the rule, and what says which objects it is about; or why it cannot be run. */
export type ReleasedRego = { rule: string; enumerator: string | undefined } | { broken: string };

/** `reads`: of rules that are given several objects, every name by which they read fields, where that is known. */
export type PrecompiledCode = SerialisedPolicy & { reads: ReadonlyMap<string, ReadonlySet<string>> };

type SourceCode = Pick<SourceLibrary, "rules" | "lib">;

/**
 * What a scan runs: Rego that is compiled when it is known which rules are asked, what the build compiled, Rego of released
 * artifacts by the rule's name, or a user's rules over one of these.
 */
export type LibraryCode =
  | SourceCode
  | PrecompiledCode
  | { released: ReadonlyMap<string, ReleasedRego> }
  | { base: LibraryCode; over: SourceCode };

/** `policies`: exceptions that came with released artifacts. */
export type LoadedLibrary = Library & { code: LibraryCode; policies?: ExceptionPolicies | undefined };

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
