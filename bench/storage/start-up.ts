import { median } from "../median.ts";
import { createClient } from "./client.ts";
import { pathOf, scan, scans } from "./objects.ts";
import { bundledProgram, databaseFolder, startProgram } from "./program.ts";
import { expectCode } from "./throughput.ts";

const starts = 5;
const clients = 16;

/** From the start of the process to the first answer, with a database of so many objects. */
export async function printStart(objects: number): Promise<void> {
  const folder = databaseFolder();
  try {
    const program = await bundledProgram(folder.path);
    await fill(program, folder.path, objects);
    const seconds: number[] = [];
    for (let start = 0; start < starts; start += 1) seconds.push(await timeStart(program, folder.path));
    console.log(`\nstorage with ${objects} scans, start to the first answer of /readyz and of a get`);
    console.log(`median of ${starts}: ${median(seconds).toFixed(2)} s, slowest ${Math.max(...seconds).toFixed(2)} s`);
  } finally {
    folder.remove();
  }
}

async function timeStart(program: string, folder: string): Promise<number> {
  const startedAt = performance.now();
  const running = await startProgram(program, folder);
  const client = createClient(running.address);
  expectCode(await client.send("GET", "/readyz"), 200);
  expectCode(await client.send("GET", pathOf(scans, "scan-0")), 200);
  const seconds = (performance.now() - startedAt) / 1000;
  client.close();
  await running.stop();
  return seconds;
}

async function fill(program: string, folder: string, objects: number): Promise<void> {
  const running = await startProgram(program, folder);
  const client = createClient(running.address);
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < objects) {
        const index = next;
        next += 1;
        expectCode(await client.send("POST", pathOf(scans), scan(`scan-${index}`)), 201);
      }
    }),
  );
  client.close();
  await running.stop();
}
