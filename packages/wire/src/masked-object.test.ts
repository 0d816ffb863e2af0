import { expect, it } from "vitest";
import { maskedObject } from "./masked-object.ts";

it("masks what Secrets and ConfigMaps hold, and keeps its names", () => {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, type: "Opaque" };
  expect(maskedObject({ ...secret, data: { key: "aHVudGVyMg==" }, stringData: { other: "hunter2" } })).toEqual({
    ...secret,
    data: { key: "XXXXXX" },
    stringData: { other: "XXXXXX" },
  });
});

it("masks environment variables in every kind of container, wherever the pod specification is", () => {
  const spec = (container: unknown) => ({
    jobTemplate: { spec: { template: { spec: { initContainers: [container] } } } },
  });
  const container = {
    name: "c",
    image: "i",
    env: [
      { name: "A", value: "hunter2" },
      { name: "B", valueFrom: {} },
    ],
    envFrom: [{}],
  };
  const masked = maskedObject({ kind: "CronJob", metadata: {}, spec: spec(container) });
  const env = [
    { name: "A", value: "XXXXXX" },
    { name: "B", value: "XXXXXX" },
  ];
  expect(masked).toEqual({ kind: "CronJob", metadata: {}, spec: spec({ name: "c", image: "i", env }) });
});

it("leaves out status, managed fields and the copy of the object in its annotation", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}", keep: "me" };
  expect(maskedObject({ kind: "Pod", metadata: { name: "p", annotations, managedFields: [] }, status: {} })).toEqual({
    kind: "Pod",
    metadata: { name: "p", annotations: { keep: "me" } },
  });
});

it("masks values of a shape that Kubernetes does not know, rather than show them", () => {
  const spec = { containers: [{ name: "c", env: "TOKEN=hunter2" }], initContainers: [{ env: ["hunter2"] }] };
  const masked = JSON.stringify([
    maskedObject({ kind: "Secret", data: "hunter2" }),
    maskedObject({ kind: "Pod", spec }),
  ]);
  expect(masked).not.toContain("hunter2");
});

it("masks containers that are no list of containers", () => {
  const container = { image: "i", env: [{ name: "A", value: "hunter2" }], envFrom: ["hunter2"] };
  const shown = { image: "i", env: [{ name: "A", value: "XXXXXX" }] };
  const masked = (containers: unknown) => maskedObject({ spec: { containers } });
  expect(masked([[container]])).toEqual({ spec: { containers: [[shown]] } });
  expect(masked(container)).toEqual({ spec: { containers: shown } });
  expect(masked({ app: container, other: { initContainers: [container] } })).toEqual({
    spec: { containers: { app: shown, other: { initContainers: [shown] } } },
  });
  expect(masked(null)).toEqual({ spec: { containers: null } });
});

it("masks the variables of custom resources, and no labels that are called so", () => {
  const task = {
    kind: "Task",
    metadata: { name: "build", labels: { env: "prod" } },
    spec: {
      steps: [{ image: "a", env: [{ name: "TOKEN", value: "secret" }] }],
      chart: { env: { TOKEN: "secret" }, nodeSelector: { env: "prod" }, none: { env: null } },
    },
  };
  expect(maskedObject(task)).toEqual({
    ...task,
    spec: {
      steps: [{ image: "a", env: [{ name: "TOKEN", value: "XXXXXX" }] }],
      chart: { env: { TOKEN: "XXXXXX" }, nodeSelector: { env: "prod" }, none: { env: null } },
    },
  });
});
