import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RequestLabels } from "./request-labels.ts";

/** Upper bounds of the buckets in seconds: kube-apiserver's, thinned out. */
const buckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 10, 30];

type Histogram = { counts: number[]; sum: number; count: number };

/** Requests with the same labels: how many by code of the answer, and how long they took. */
type Series = { codes: Map<number, number>; durations: Histogram };

/** What is said about one answered request. Of equal labels it is the same object. */
type AnsweredRequest = { labels: RequestLabels; code: number; seconds: number };

/** A number that is read when it is asked for. */
export type Gauge = {
  name: string;
  /** Absent: `gauge`. */
  type?: "gauge" | "counter";
  help: string;
  values: [labels: Record<string, string>, value: number][];
};

export type Metrics = {
  answered(request: AnsweredRequest): void;
  /** Prometheus text format, with gauges that are read at this moment. */
  text(gauges: Gauge[]): string;
};

/**
 * Counts with kube-apiserver's names where the meaning is the same (Kubernetes, "Kubernetes Metrics Reference").
 */
export function createMetrics(): Metrics {
  const requests = new Map<RequestLabels, Series>();
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();

  return {
    answered: ({ labels, code, seconds }) => {
      const series = requests.get(labels) ?? newSeries();
      requests.set(labels, series);
      series.codes.set(code, (series.codes.get(code) ?? 0) + 1);
      if (labels.verb !== "WATCH") observe(series.durations, seconds);
    },
    text: (gauges) => {
      const delay = loop.percentile(99) / 1e9;
      loop.reset();
      return [
        ...family("apiserver_request_total", "counter", "Answered requests."),
        ...[...requests].flatMap(totalLines),
        ...family("apiserver_request_duration_seconds", "histogram", "Time to the answer, without watches."),
        ...[...requests].flatMap(histogramLines),
        ...[...gauges, ...processGauges(delay)].flatMap(({ name, type = "gauge", help, values }) => [
          ...family(name, type, help),
          ...values.map(([labels, value]) => `${name}${labelled(labels)} ${value}`),
        ]),
        "",
      ].join("\n");
    },
  };
}

function newSeries(): Series {
  return { codes: new Map(), durations: { counts: buckets.map(() => 0), sum: 0, count: 0 } };
}

function observe(histogram: Histogram, seconds: number): void {
  // Each bucket has what those below it have.
  for (let at = buckets.length - 1; at >= 0 && seconds <= (buckets[at] ?? 0); at -= 1) {
    histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
  }
  histogram.sum += seconds;
  histogram.count += 1;
}

function totalLines([labels, { codes }]: [RequestLabels, Series]): string[] {
  return [...codes].map(
    ([code, count]) => `apiserver_request_total${labelled({ ...labels, code: String(code) })} ${count}`,
  );
}

function histogramLines([of, { durations }]: [RequestLabels, Series]): string[] {
  const { counts, sum, count } = durations;
  if (count === 0) return [];
  const labels = labelled(of);
  const name = "apiserver_request_duration_seconds";
  const bucket = (bound: string, value: number) => `${name}_bucket${labels.slice(0, -1)},le="${bound}"} ${value}`;
  return [
    ...buckets.map((bound, index) => bucket(String(bound), counts[index] ?? 0)),
    bucket("+Inf", count),
    `${name}_sum${labels} ${sum}`,
    `${name}_count${labels} ${count}`,
  ];
}

function processGauges(delay: number): Gauge[] {
  return [
    { name: "process_resident_memory_bytes", help: "Memory in use.", values: [[{}, process.memoryUsage.rss()]] },
    { name: "process_cpu_seconds_total", type: "counter", help: "CPU time used.", values: [[{}, cpuSeconds()]] },
    { name: "process_start_time_seconds", help: "Since 1970.", values: [[{}, performance.timeOrigin / 1000]] },
    { name: "nodejs_eventloop_lag_p99_seconds", help: "Since the last reading.", values: [[{}, delay]] },
  ];
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function family(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function labelled(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
