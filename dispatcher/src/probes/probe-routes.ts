import { Hono } from "hono";

/** `/v1/liveness` and `/v1/readiness`, on a port of their own as in Kubescape's operator, and `/metrics` beside them. */
export function probeRoutes(isReady: () => boolean, metrics: () => Promise<string | undefined>): Hono {
  const app = new Hono();
  app.get("/v1/liveness", (c) => c.text("ok"));
  app.get("/v1/readiness", (c) => (isReady() ? c.text("ok") : c.text("commands and jobs are not known yet", 503)));
  app.get("/metrics", async (c) => {
    const text = await metrics();
    if (text === undefined) return c.text("the numbers of the last scans cannot be read", 503);
    return c.body(text, 200, { "Content-Type": prometheusText });
  });
  return app;
}

/** Prometheus, "Exposition formats": the text-based format. */
const prometheusText = "text/plain; version=0.0.4; charset=utf-8";
