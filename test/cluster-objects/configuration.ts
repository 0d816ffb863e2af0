import { type ClusterObject, metadataOf, type Place, text } from "./object.ts";
import type { App } from "./pod-spec.ts";

export function configMap(place: Place, { name }: App): ClusterObject {
  const { random } = place;
  const lines = random.list(10, 40, (i) => `setting.${i}=${text(random, 30)}`);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(place, `${name}-config`),
    data: { "config.yaml": lines.join("\n"), ...(random.chance(0.1) ? { password: text(random, 20) } : {}) },
  };
}

export function secret(place: Place, { name }: App): ClusterObject {
  const { random } = place;
  const bytes = (length: number): string => Buffer.from(text(random, length)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadataOf(place, `${name}-credentials`),
    type: "Opaque",
    data: { username: bytes(12), password: bytes(24), "tls.key": bytes(900) },
  };
}

export function claim(place: Place, { name }: App): ClusterObject[] {
  const { random } = place;
  const storageClassName = `class-${random.below(5)}`;
  const { namespace: _, ...metadata } = metadataOf(place, `volume-${place.namespace}-${name}`);
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: metadataOf(place, name),
      spec: { accessModes: ["ReadWriteOnce"], storageClassName, resources: { requests: { storage: "10Gi" } } },
    },
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata,
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName,
        capacity: { storage: "10Gi" },
        csi: { driver: "csi.example.com", volumeHandle: text(random, 20) },
      },
    },
  ];
}
