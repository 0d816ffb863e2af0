import { rename, writeFile } from "node:fs/promises";

/** Writes where the ports are, whole or not at all: who waits for the file never reads half of it. */
export async function writeAddresses(
  file: string | undefined,
  addresses: { rest: string; probe: string },
): Promise<void> {
  if (file === undefined) return;
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(addresses), { mode: 0o600 });
  await rename(unfinished, file);
}
