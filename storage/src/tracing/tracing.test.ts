import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import type { Listener } from "../app/answered-request.ts";
import { paths, summary } from "../testing/scans.ts";
import { openTestServer } from "../testing/test-server.ts";
import { openTracing } from "./open-tracing.ts";

const log = createLogger("storage", "silent");
const ns = paths.summaries("shop");
const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

it("sends a span for each request of a recorded trace, below the span that the client began", async () => {
  await using collector = await openCollector();
  const tracing = openTracing({ endpoint: collector.url, ratio: 0 }, log);
  await using server = await openTestServer({ answered: tracing.note });
  await server.send("POST", `${ns}?fieldManager=job`, summary("web"), { traceparent: `00-${traceId}-${spanId}-01` });
  await server.send("GET", `${ns}/web`, undefined, { traceparent: `00-${traceId}-${spanId}-00` });
  await server.send("GET", `${ns}/web`);
  await server.send("GET", "/apis");
  await tracing.close();

  expect(collector.paths).toEqual(["/v1/traces"]);
  expect(collector.resources()).toEqual([{ "service.name": "sortie-storage" }]);
  const route =
    "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/{namespace}/workloadconfigurationscansummaries";
  expect(collector.spans()).toMatchObject([
    {
      traceId,
      parentSpanId: spanId,
      name: `POST ${route}`,
      kind: 2,
      startTimeUnixNano: `${Date.parse("2026-08-22T14:55:00Z")}000000`,
      attributes: {
        "http.request.method": "POST",
        "http.route": route,
        "http.response.status_code": 201,
        "url.path": ns,
        "url.query": "fieldManager=job",
        "user_agent.original": "tester/1",
        "k8s.namespace.name": "shop",
      },
    },
  ]);
  const [span] = collector.spans();
  expect(Number(span?.endTimeUnixNano)).toBeGreaterThan(Number(span?.startTimeUnixNano));
});

it("begins traces for a share of the other requests", async () => {
  await using collector = await openCollector();
  const tracing = openTracing({ endpoint: `${collector.url}/`, ratio: 1 }, log);
  await using server = await openTestServer({ answered: tracing.note });
  await server.send("GET", `${ns}/gone`);
  await server.send("GET", `${ns}/web`, undefined, { traceparent: `00-${traceId}-${spanId}-00` });
  await tracing.close();
  expect(collector.spans()).toMatchObject([{ attributes: { "http.response.status_code": 404 } }]);
});

it("answers as ever while the collector takes nothing, and counts what is lost", async () => {
  await using collector = await openCollector(400);
  const tracing = openTracing({ endpoint: collector.url, ratio: 1 }, log);
  await using server = await openTestServer({ answered: tracing.note, gauges: tracing.gauges });
  expect((await server.send("GET", `${ns}/gone`)).code).toBe(404);
  await tracing.close();
  expect((await server.send("GET", "/metrics")).body).toContain("sortie_storage_spans_dropped_total 1");
});

it("counts what finds no room while it waits for the collector as lost, too", async () => {
  await using collector = await openCollector();
  const tracing = openTracing({ endpoint: collector.url, ratio: 1 }, log);
  const answered: Listener = (request) => {
    for (let n = 0; n < 5000; n += 1) tracing.note(request);
  };
  await using server = await openTestServer({ answered, gauges: tracing.gauges });
  await server.send("GET", `${ns}/gone`);
  await tracing.close();
  const lost = 5000 - collector.spans().length;
  expect(lost).toBeGreaterThan(0);
  expect((await server.send("GET", "/metrics")).body).toContain(`sortie_storage_spans_dropped_total ${lost}`);
});

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Encoded = { attributes: Attribute[]; startTimeUnixNano: string; endTimeUnixNano: string };
type Export = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Encoded[] }[] }[] };

/** A collector on loopback: what it was sent, with attributes as plain objects. */
async function openCollector(code = 200) {
  const received: { path: string; body: Export }[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      received.push({ path: request.url ?? "", body: body as Export });
      response.writeHead(code, { "Content-Type": "application/json" }).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const all = () => received.flatMap(({ body }) => body.resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get paths() {
      return received.map(({ path }) => path);
    },
    resources: () => all().map(({ resource }) => plain(resource.attributes)),
    spans: () =>
      all().flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, attributes: plain(span.attributes) }))),
      ),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function plain(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
}
