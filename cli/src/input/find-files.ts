import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, join } from "node:path";
import { systemReason } from "@sortie/process/system-reason";

/** A path that could not be looked at, for a person. */
type PathProblem = { path: string; message: string };

/** A folder that means what a tool makes of it, rather than the files in it. */
export type RenderedFolder = { kind: "chart" | "kustomization"; folder: string; file: string };

type Found = { files: string[]; rendered: RenderedFolder[]; problems: PathProblem[] };

const manifest = /\.(ya?ml|json)$/i;
const skipped = /^\.|^node_modules$/;
/** Codes of a link that leads to nothing, which under any other name than a manifest's is nothing to scan. */
const leadNowhere = new Set(["ENOENT", "ENOTDIR", "ELOOP"]);
/** Names that Kustomize looks for in a folder (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization). */
const kustomization = /^(kustomization\.ya?ml|Kustomization)$/;

/** Whether a file says how a folder is rendered, and is no manifest itself. */
export function isRendering(file: string): boolean {
  return basename(file) === "Chart.yaml" || kustomization.test(basename(file));
}

/**
 * Files that a path of the command line means: itself, or every manifest below it in order of name. Hidden files and
 * `node_modules` are left out, and what several links lead to is read once, so a circle of links ends. Helm charts and
 * kustomizations are named instead of the files in them; below a kustomization only others are looked for.
 */
export function findFiles(path: string): Found {
  const found: Found = { files: [], rendered: [], problems: [] };
  const visited = new Set<string>();
  visit(path, { isNamed: true, isRendered: false });
  return found;

  type How = { isNamed: boolean; isRendered: boolean };

  function visit(at: string, how: How): void {
    try {
      visitReal(at, how);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      const isMeant = how.isNamed || manifest.test(at) || !leadNowhere.has(String(error.code));
      if (isMeant) found.problems.push({ path: at, message: systemReason(error) });
    }
  }

  function visitReal(at: string, { isNamed, isRendered }: How): void {
    const stats = statSync(at);
    // What a shell's `<(command)` names is a pipe that has no path of its own.
    const real = stats.isFIFO() ? at : realpathSync(at);
    if (visited.has(real)) return;
    visited.add(real);
    if (stats.isDirectory()) visitFolder(at, isRendered);
    else if (isNamed || (!isRendered && manifest.test(at) && canBeRead(at, stats))) found.files.push(at);
  }

  /** Not a pipe, a socket or a device: those could be waited for without an end. */
  function canBeRead(at: string, stats: Stats | undefined = statSync(at, { throwIfNoEntry: false })): boolean {
    if (stats === undefined || stats.isFile() || stats.isDirectory()) return true;
    found.problems.push({
      path: at,
      message: `expected a file${stats.isFIFO() ? "; a pipe is read where it is named" : ""}`,
    });
    return false;
  }

  function addRendered(rendered: RenderedFolder): void {
    if (canBeRead(rendered.file)) found.rendered.push(rendered);
  }

  function visitFolder(folder: string, isRendered: boolean): void {
    const names = readdirSync(folder).filter((name) => !skipped.test(name));
    if (names.includes("Chart.yaml")) {
      addRendered({ kind: "chart", folder, file: join(folder, "Chart.yaml") });
      return;
    }
    const file = names.find((name) => kustomization.test(name));
    if (file !== undefined) addRendered({ kind: "kustomization", folder, file: join(folder, file) });
    for (const name of names.toSorted()) {
      visit(join(folder, name), { isNamed: false, isRendered: isRendered || file !== undefined });
    }
  }
}
