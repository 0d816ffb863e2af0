import { table } from "../table.ts";
import { heading, measure, row } from "./measure.ts";
import type { Server } from "./measured-server.ts";
import { manifests, pathOf, scans } from "./objects.ts";
import { expectCode } from "./throughput.ts";

/** About 20 MB. */
const matches = 11_000;
const objects = 4;
const creates = 1500;

/** How long small requests take while somebody writes and reads documents of tens of megabytes. */
export async function printLarge(server: Server): Promise<void> {
  const { client } = server;
  await client.send("GET", "/metrics");
  const reading = measure(server, "create and get a document", { count: objects, clients: 1 }, async (index) => {
    expectCode(await client.send("POST", pathOf(manifests), client.bodies.manifest(`large-${index}`, matches)), 201);
    expectCode(await client.send("GET", pathOf(manifests, `large-${index}`)), 200);
  });
  const small = await measure(server, "create a scan meanwhile", { count: creates, clients: 2 }, async (index) => {
    expectCode(await client.send("POST", pathOf(scans), client.bodies.scan(`meanwhile-${index}`)), 201);
  });
  const phases = [await reading, small];
  const megabytes = (client.bodies.manifest("large-0", matches).length / 1e6).toFixed(0);
  console.log(`\n${server.name}: documents of ${megabytes} MB\n\n${table(heading, phases.map(row))}`);
  const { code, body } = await client.send("GET", "/metrics");
  const delay = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(body.toString())?.[1];
  if (code === 200 && delay) console.log(`\nevent loop delay, p99: ${(Number(delay) * 1000).toFixed(0)} ms`);
}
