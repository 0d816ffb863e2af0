import type { Service } from "@sortie/process";
import type { Config } from "../config.ts";

/** Tracing where a collector is named. What it takes is loaded only then: it costs 6 MB. */
export async function startTracing({ config, log }: Pick<Service<Config>, "config" | "log">) {
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return undefined;
  const { openTracing } = await import("./open-tracing.ts");
  return openTracing({ endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: config.OTEL_TRACES_SAMPLER_ARG }, log);
}
