import { isInScope, type Scope } from "@sortie/posture/scope";
import { didYouMean } from "@sortie/process/suggest";
import type { ControlDefinition, FrameworkDefinition } from "@sortie/wire";
import { UsageError } from "../arguments/usage-error.ts";
import type { ControlLibrary } from "./control-library.ts";

/** The controls a scan answers, and the frameworks they were asked for by. */
export type Selection = { controls: ControlDefinition[]; frameworks: FrameworkDefinition[] };

type Wanted = { frameworks: string[]; controls: string[] };

/**
 * The part of the library that a command line asks for; nothing named means everything. Of that, what makes sense for files
 * or for a cluster, where one of them is given.
 *
 * @throws UsageError for a framework or control that the library does not have.
 */
export function selectControls(library: ControlLibrary, wanted: Wanted, scope?: Scope): Selection {
  const found = wanted.frameworks.map((name) => find(name, library.frameworks) ?? unknownFramework(name, library));
  const frameworks = [...new Set(found)];
  const named = wanted.controls.map(
    (id) => library.controls.find((one) => one.id === id) ?? unknownControl(id, library),
  );
  const ids = new Set([...named.map(({ id }) => id), ...frameworks.flatMap(({ controls }) => controls)]);
  const isEverything = frameworks.length === 0 && named.length === 0;
  const controls = library.controls.filter((one) => (isEverything || ids.has(one.id)) && fits(one, scope));
  return { controls, frameworks };
}

/** A review by hand is due whatever is scanned. */
function fits({ scanningScope, actionRequired }: ControlDefinition, scope: Scope | undefined): boolean {
  return scope === undefined || actionRequired === "manual review" || isInScope(scanningScope, scope);
}

function find(name: string, frameworks: FrameworkDefinition[]): FrameworkDefinition | undefined {
  return frameworks.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

function unknownFramework(name: string, { frameworks }: ControlLibrary): never {
  const names = frameworks.map((one) => one.name);
  throw new UsageError(`Unknown framework ${name}.${didYouMean(name, names)} Known: ${names.join(", ")}.`);
}

/** Numbers that look alike mean nothing, so nothing is suggested. */
function unknownControl(id: string, { controls }: ControlLibrary): never {
  throw new UsageError(
    `Unknown control ${id}. The library has ${controls.length}, from ${controls[0]?.id} to ${controls.at(-1)?.id}.`,
  );
}
