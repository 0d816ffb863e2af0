import { chmodSync, chownSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { changesOf, editsOf } from "@sortie/posture/fixes";
import { systemReason } from "@sortie/process/system-reason";
import type { RulePath, ScannedControl } from "@sortie/wire";
import { isObjectOf } from "../input/manifest-object.ts";
import { pauses } from "../input/pauses.ts";
import type { ResourceResult } from "../result/summarise.ts";
import { counted } from "../terminal/layout.ts";
import { fixedText, type ObjectChanges } from "./fixed-text.ts";
import { patchOf } from "./patch.ts";

/** What was done: `patch` is a unified diff of all files, unless they were changed; `left` are edits for a person to make. */
export type Fixes = { patch: string; files: number; made: number; left: number; unwritten: string[] };

type Options = { apply: boolean; signal: AbortSignal };

/**
 * Makes the certain changes in the files that the resources were read from: as a patch, or with `apply` in the files
 * themselves, each as a whole or not at all. Rejects with the signal's reason between two of them.
 */
export async function fixFiles(resources: readonly ResourceResult[], { apply, signal }: Options): Promise<Fixes> {
  const pause = pauses(signal);
  const fixes: Fixes = { patch: "", files: 0, made: 0, left: 0, unwritten: [] };
  for (const [file, objects] of objectsByFile(resources)) {
    const before = file === undefined ? undefined : readText(file);
    fixes.left += objects.reduce((sum, { left }) => sum + left, 0);
    if (file === undefined || before === undefined) {
      fixes.left += objects.reduce((sum, { changes }) => sum + changes.length, 0);
      continue;
    }
    const { parts, made, refused } = await fixedText(before, objects, pause);
    fixes.left += refused;
    if (made === 0) continue;
    if (!apply) fixes.patch += patchOf(file, parts);
    const reason = apply ? replaceText(file, parts.map(({ after }) => after).join("")) : undefined;
    if (reason === undefined) {
      fixes.files += 1;
      fixes.made += made;
    } else fixes.unwritten.push(`${file}: ${reason}`);
  }
  return fixes;
}

/** What was made and what is left, in sentences. */
export function fixesText({ files, made, left, unwritten }: Fixes, { apply }: Pick<Options, "apply">): string {
  const done = made === 0 ? "Nothing to change by itself" : `${counted(made, "change")} in ${counted(files, "file")}`;
  const next = made === 0 || apply ? "" : "; --apply writes them";
  const rest = left === 0 ? "" : `${counted(left, "finding")} need a decision of yours: see scan --verbose.\n`;
  return `${done}${next}.\n${rest}${unwritten.map((line) => `Not written: ${line}\n`).join("")}`;
}

type Wanted = ObjectChanges & { left: number };

function objectsByFile(resources: readonly ResourceResult[]): Map<string | undefined, Wanted[]> {
  const files = new Map<string | undefined, Wanted[]>();
  for (const { id, source, controls } of resources) {
    const edits = editsOf(controls);
    if (edits.length === 0) continue;
    const changes = changesOf(editsOf(controls.map((control) => withOwnPaths(control, id))));
    const { file, line } = source?.place ?? {};
    const place = line === undefined ? undefined : file;
    const isObject = source === undefined ? () => false : isObjectOf(source.object);
    const wanted = { line: line ?? 0, isObject, changes, left: edits.length - changes.length };
    const others = files.get(place);
    if (others === undefined) files.set(place, [wanted]);
    else others.push(wanted);
  }
  return files;
}

/** Some paths of a rule lead into a related object, such as the Service of a Pod: nobody knows its file here. */
function withOwnPaths(control: ScannedControl, id: string): ScannedControl {
  const isOwn = ({ resourceID }: RulePath) => resourceID === undefined || resourceID === id;
  const rules = (control.rules ?? []).map((rule) => ({ ...rule, paths: (rule.paths ?? []).filter(isOwn) }));
  return { ...control, rules };
}

/** Undefined for what is no file any more, such as standard input. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** Keeps the file's mode and owner, and a link a link. Returns why it could not be written. */
function replaceText(file: string, text: string): string | undefined {
  let draft = "";
  try {
    const target = realpathSync(file);
    const { mode, uid, gid } = statSync(target);
    draft = `${target}.${process.pid}.tmp`;
    writeFileSync(draft, text, { flag: "wx" });
    // Whoever may give files away, root in a container for one, would keep this one for itself.
    if (process.getuid?.() === 0) chownSync(draft, uid, gid);
    chmodSync(draft, mode);
    renameSync(draft, target);
    return undefined;
  } catch (error) {
    if (draft !== "") rmSync(draft, { force: true });
    if (error instanceof Error && "code" in error) return systemReason(error);
    throw error;
  }
}
