import { join } from "node:path";
import { readApp, writeApp } from "../../images/src/app-rootfs.ts";
import { programs } from "../../images/src/programs.ts";

/** Files of the programs as their images carry them: bundled, the control library compiled. */
export type Bundled = { configScan: string; storage: string };

export async function bundlePrograms(folder: string): Promise<Bundled> {
  const bundled = async (name: string) => {
    const program = programs.find((one) => one.name === name);
    if (program === undefined) throw new Error(`there is no program ${name}`);
    writeApp(await readApp(program), join(folder, name));
    return join(folder, name, "app", "main.mjs");
  };
  return { configScan: await bundled("config-scan"), storage: await bundled("storage") };
}
