import { table } from "../table.ts";
import { heading, measure, row } from "./measure.ts";
import type { Server } from "./measured-server.ts";
import { manifests, pathOf, scans } from "./objects.ts";
import { expectCode } from "./throughput.ts";

/** Memory of a server that fills up, and that is then read. */
export async function printMemory(
  server: Server,
  counts: { scans: number; manifests: number; clients: number },
): Promise<void> {
  const { client } = server;
  const idle = server.usage();
  const { clients } = counts;
  const phases = [
    await measure(server, "create a scan", { count: counts.scans, clients }, async (index) => {
      expectCode(await client.send("POST", pathOf(scans), client.bodies.scan(`scan-${index}`)), 201);
    }),
    await measure(server, "create a manifest", { count: counts.manifests, clients }, async (index) => {
      expectCode(await client.send("POST", pathOf(manifests), client.bodies.manifest(`image-${index}`)), 201);
    }),
    await measure(server, "list everything, metadata", { count: 4, clients: 2 }, async (index) => {
      expectCode(await client.send("GET", pathOf(index % 2 ? scans : manifests)), 200);
    }),
    await measure(server, "list 50 manifests, fullSpec", { count: 8, clients: 4 }, async () => {
      expectCode(await client.send("GET", `${pathOf(manifests)}?resourceVersion=fullSpec&limit=50`), 200);
    }),
  ];
  const before = idle ? `, RSS before ${idle.rssMegabytes.toFixed(0)} MB` : "";
  const title = `${server.name}: ${counts.scans} scans and ${counts.manifests} manifests${before}`;
  console.log(`\n${title}\n\n${table(heading, phases.map(row))}`);
}
