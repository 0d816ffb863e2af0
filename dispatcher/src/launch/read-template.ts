import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { JobTemplate } from "./job-template.ts";

/**
 * Reads `<component>.yaml` of the templates' folder. `undefined`: there is none, so scans of this kind are switched off.
 *
 * @throws Error naming the file and each wrong field.
 */
export async function readTemplate(dir: string, component: string): Promise<JobTemplate | undefined> {
  const file = join(dir, `${component}.yaml`);
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const parsed = JobTemplate.safeParse(parse(text));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw err;
  }
}
