import { Hono } from "hono";

/** `/v1/liveness` and `/v1/readiness`, on a port of their own as in Kubescape's operator. */
export function probeRoutes(isReady: () => boolean): Hono {
  const app = new Hono();
  app.get("/v1/liveness", (c) => c.text("ok"));
  app.get("/v1/readiness", (c) => (isReady() ? c.text("ok") : c.text("commands and jobs are not known yet", 503)));
  return app;
}
