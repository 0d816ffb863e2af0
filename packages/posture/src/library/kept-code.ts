import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/** Makes a function of the names of its parameters and the text of its body. */
export type MakeFunction = (parameters: readonly string[], body: string) => (...args: readonly unknown[]) => unknown;

/**
 * Makes a function as `new Function` does and keeps what V8 made of its text, as it is when the process ends: reading all of
 * a library takes longer than asking it about one object. V8 takes kept code of its own version and options only.
 *
 * @param folder whoever can write there can run code.
 * @param name tells the text from every other, because V8 compares no more than its length.
 */
export function keepingCode(folder: string, name: string): MakeFunction {
  const file = join(folder, name);
  return (parameters, body) => {
    const cachedData = readIfThere(file);
    const script = new Script(`(function (${parameters.join(", ")}) {${body}\n})`, { filename: name, cachedData });
    if (cachedData === undefined || script.cachedDataRejected === true) {
      process.once("exit", () => keep(script, folder, file));
    }
    return script.runInThisContext() as ReturnType<MakeFunction>;
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // a scan without it only takes longer
  }
}

function keep(script: Script, folder: string, file: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, script.createCachedData(), { mode: 0o644 });
    renameSync(draft, file);
  } catch {
    // as above; the folder of an installation need not be ours
  }
}
