import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemReason } from "@sortie/process/system-reason";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { ImageTemplate, JobTemplate } from "./job-template.ts";

/**
 * Reads `<component>.yaml` of `JOB_TEMPLATES_DIR`. `undefined`: the folder has none, so scans of this kind are switched off.
 *
 * @throws Error naming the folder or the file, and each wrong field.
 */
export async function readTemplate(
  dir: string,
  component: string,
  { needsImage }: { needsImage: boolean },
): Promise<JobTemplate | undefined> {
  const name = `${component}.yaml`;
  // A folder that is not there is no decision to have no template in it.
  const names = await explained(`JOB_TEMPLATES_DIR ${dir}`, () => readdir(dir));
  if (!names.includes(name)) return undefined;
  const file = join(dir, name);
  const manifest = await explained(file, async () => parse(await readFile(file, "utf8")) as unknown);
  const parsed = (needsImage ? ImageTemplate : JobTemplate).safeParse(manifest);
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function explained<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (err) {
    if (!(err instanceof Error)) throw err;
    const reason = err instanceof YAMLParseError ? `is no YAML: ${err.message.trim()}` : systemReason(err);
    throw new Error(`${what}: ${reason}`, { cause: err });
  }
}
