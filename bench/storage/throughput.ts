import { table } from "../table.ts";
import type { Answer } from "./client.ts";
import { heading, measure, type Phase, row } from "./measure.ts";
import type { Server } from "./measured-server.ts";
import { manifests, pathOf, scans } from "./objects.ts";

/** `warmUp`: objects that are made, read, changed and deleted before anything is measured. */
type Load = { count: number; clients: number; warmUp: number };

const pageSize = 500;

/** Ends the bench when a server does not do what is measured. */
export function expectCode(answer: Answer, code: number): Answer {
  if (answer.code !== code) throw new Error(`expected ${code}, received ${answer.code}: ${answer.body.toString()}`);
  return answer;
}

/** Every verb over scans of 12 kB, one kind of request after the other. */
export async function printThroughput(server: Server, load: Load): Promise<Phase[]> {
  const idle = server.usage();
  await warmUp(server, load);
  const phases: Phase[] = [
    ...(await singleObjects(server, load)),
    await pages(server, "list metadata, an object", "", { count: load.count, rounds: 20 }),
    await pages(server, "list fullSpec, an object", "&resourceVersion=fullSpec", { count: load.count, rounds: 5 }),
    await deletions(server, load),
  ];
  printScans(server, load, phases, idle?.rssMegabytes);
  return phases;
}

async function warmUp(server: Server, { warmUp: count, clients }: Load): Promise<void> {
  if (count === 0) return;
  await singleObjects(server, { count, clients });
  await deletions(server, { count, clients });
}

/** The requests that a server can answer which keeps nothing. */
export async function printLimit(server: Server, load: Load): Promise<Phase[]> {
  await warmUp(server, load);
  const phases = await singleObjects(server, load);
  printScans(server, load, phases, undefined);
  return phases;
}

function printScans({ name, client }: Server, { count, clients }: Load, phases: Phase[], idleMegabytes?: number): void {
  print(
    `${name}: ${count} scans of ${client.bodies.scan(nameOf(0)).length} bytes, ${clients} clients`,
    phases,
    idleMegabytes,
  );
}

async function singleObjects(server: Server, load: Omit<Load, "warmUp">): Promise<Phase[]> {
  const { client } = server;
  const versions: string[] = [];
  return [
    await measure(server, "create a scan", load, async (index) => {
      const { body } = expectCode(await client.send("POST", pathOf(scans), client.bodies.scan(nameOf(index))), 201);
      versions[index] = client.bodies.resourceVersionOf(body);
    }),
    await measure(server, "get", load, async (index) => {
      expectCode(await client.send("GET", pathOf(scans, nameOf(index))), 200);
    }),
    await measure(server, "put with one changed field", load, async (index) => {
      const changed = client.bodies.scan(nameOf(index), "passed", versions[index]);
      expectCode(await client.send("PUT", pathOf(scans, nameOf(index)), changed), 200);
    }),
  ];
}

function deletions(server: Server, load: Omit<Load, "warmUp">): Promise<Phase> {
  return measure(server, "delete", load, async (index) => {
    expectCode(await server.client.send("DELETE", pathOf(scans, nameOf(index))), 200);
  });
}

function nameOf(index: number): string {
  return `deployment-bench-${index}`;
}

/** VulnerabilityManifests with 250 matches. */
export async function printManifests(server: Server, { count, clients }: Omit<Load, "warmUp">): Promise<Phase[]> {
  const { client } = server;
  const imageOf = (index: number) => `image-bench-${index}`;
  const idle = server.usage();
  const phases = [
    await measure(server, "create a manifest", { count, clients }, async (index) => {
      expectCode(await client.send("POST", pathOf(manifests), client.bodies.manifest(imageOf(index))), 201);
    }),
    await measure(server, "get a manifest", { count, clients }, async (index) => {
      expectCode(await client.send("GET", pathOf(manifests, imageOf(index))), 200);
    }),
  ];
  const { length } = client.bodies.manifest(imageOf(0));
  print(`${server.name}: ${count} manifests of ${length} bytes, ${clients} clients`, phases, idle?.rssMegabytes);
  return phases;
}

/** All objects by pages, one round after the other: as many as make a second of it. */
async function pages(
  server: Server,
  name: string,
  query: string,
  { count, rounds }: { count: number; rounds: number },
): Promise<Phase> {
  const { client } = server;
  let objects = 0;
  const measured = await measure(server, name, { count: rounds, clients: 1 }, async () => {
    let token = "";
    do {
      const path = `${pathOf(scans)}?limit=${pageSize}${query}${token && `&continue=${token}`}`;
      const page = client.readPage(expectCode(await client.send("GET", path), 200).body);
      objects += page.objects;
      token = page.next ?? "";
    } while (token !== "");
  });
  if (objects !== rounds * count) throw new Error(`expected ${count} objects, listed ${objects / rounds}`);
  return {
    ...measured,
    perSecond: measured.perSecond * count,
    p50: measured.p50 / count,
    p99: measured.p99 / count,
    cpuMs: measured.cpuMs && measured.cpuMs / count,
    clientCpuMs: measured.clientCpuMs / count,
  };
}

function print(title: string, phases: Phase[], idleMegabytes: number | undefined): void {
  const idle = idleMegabytes === undefined ? "" : `, RSS before ${idleMegabytes.toFixed(0)} MB`;
  console.log(`\n${title}${idle}\n\n${table(heading, phases.map(row))}`);
}
