import { TraceFlags } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Logger } from "@sortie/process";
import type { Listener } from "../app/answered-request.ts";
import type { Gauge } from "../metrics/metrics.ts";
import { recordRequest } from "./request-span.ts";

/** Spans that may wait for the collector: requests never wait for it. */
const waitingSpans = 2048;
const spansAtOnce = 512;
/** How long one batch is tried for, also when the program ends. */
const patienceMs = 5000;

type Tracing = {
  note: Listener;
  gauges: () => Gauge[];
  /** Sends what waits. */
  close: () => Promise<void>;
};

/**
 * Sends a span for each answered request to a collector, in OTLP over HTTP with JSON. A request that belongs to a trace
 * is recorded when the trace is; of the others a share is.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 *
 * @param endpoint URL of the collector, without the path of the signal.
 * @param ratio Of requests without a trace of their own: 0 to 1.
 */
export function openTracing(
  { endpoint, ratio, delayMs = 5000 }: { endpoint: string; ratio: number; delayMs?: number },
  log: Logger,
): Tracing {
  const exporter = counted(
    new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces`, timeoutMillis: patienceMs }),
    log,
  );
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "sortie-storage" }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      bounded(
        new BatchSpanProcessor({
          exporter,
          maxQueueSize: waitingSpans,
          maxExportBatchSize: spansAtOnce,
          scheduledDelayMillis: delayMs,
          exportTimeoutMillis: 2 * patienceMs,
        }),
        exporter,
      ),
    ],
  });
  const tracer = provider.getTracer("sortie-storage");
  return {
    note: (request) => recordRequest(tracer, request),
    gauges: exporter.gauges,
    close: () => provider.shutdown().catch((err: unknown) => log.warn({ err }, "the last spans could not be sent")),
  };
}

/** `takeRoom`: for one span more that waits. Where there is none, it counts as dropped. */
type Counted = SpanExporter & Pick<Tracing, "gauges"> & { takeRoom: () => boolean };

/** Counts what the collector did not take, and says so once until it takes something again. */
function counted(exporter: SpanExporter, log: Logger): Counted {
  let dropped = 0;
  let waiting = 0;
  let isFailing = false;
  return {
    takeRoom: () => {
      const hasRoom = waiting < waitingSpans;
      if (hasRoom) waiting += 1;
      else dropped += 1;
      return hasRoom;
    },
    export: (spans, done) => {
      waiting -= spans.length;
      exporter.export(spans, (result) => {
        const hasFailed = result.error !== undefined;
        if (hasFailed) dropped += spans.length;
        if (hasFailed && !isFailing) log.warn({ err: result.error }, "spans could not be sent");
        isFailing = hasFailed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    gauges: () => [
      {
        name: "sortie_storage_spans_dropped_total",
        type: "counter",
        help: "Spans that the collector of traces did not take.",
        values: [[{}, dropped]],
      },
    ],
  };
}

/** The processor forgets what comes when its queue is full, and tells nobody. */
function bounded(processor: SpanProcessor, { takeRoom }: Pick<Counted, "takeRoom">): SpanProcessor {
  return {
    onStart: (span, parent) => processor.onStart(span, parent),
    onEnd: (span) => {
      const isRecorded = (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
      if (isRecorded && takeRoom()) processor.onEnd(span);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}
