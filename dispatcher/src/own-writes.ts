import type { KubeObject } from "@sortie/kube";
import type { Clock } from "@sortie/process";

/** A written object that the mirror has not shown after this long was deleted in between. */
const forgetAfterSeconds = 30;

export type ObservedObjects = {
  list(): KubeObject[];
  get(name: string): KubeObject | undefined;
  /** Remembers what the API server answered to a write of ours. */
  wrote(object: KubeObject): void;
  /** An event about this name is in the mirror. */
  seen(name: string): void;
  /** Seconds until the first write that no event has shown is forgotten: no event says so. `undefined`: there is none. */
  forgetsInSeconds(): number | undefined;
};

/** What a watch has told of one namespaced resource, by name. */
type Mirror = { list(): KubeObject[]; get(name: string): KubeObject | undefined };

/**
 * The mirror of one namespaced resource, with our own writes on top until the watch has caught up with them, so that a
 * decision never rests on a state that this process has changed itself.
 */
export function withOwnWrites(mirror: Mirror, clock: Clock): ObservedObjects {
  const written = new Map<string, { object: KubeObject; at: number }>();

  /** Our write of a name, unless the mirror has it or never will. */
  const ahead = (name: string): KubeObject | undefined => {
    const write = written.get(name);
    if (write === undefined) return undefined;
    const limit = clock.now().getTime() - forgetAfterSeconds * 1000;
    if (write.at >= limit && !isAsNew(mirror.get(name), write.object)) return write.object;
    written.delete(name);
    return undefined;
  };
  return {
    list() {
      const objects = new Map(mirror.list().map((object) => [nameOf(object), object]));
      for (const name of written.keys()) {
        const object = ahead(name);
        if (object !== undefined) objects.set(name, object);
      }
      return [...objects.values()];
    },
    get: (name) => ahead(name) ?? mirror.get(name),
    wrote: (object) => void written.set(nameOf(object), { object, at: clock.now().getTime() }),
    seen(name) {
      if (mirror.get(name) === undefined) written.delete(name);
    },
    forgetsInSeconds() {
      for (const name of written.keys()) ahead(name); // drops what the mirror has
      const [first] = [...written.values()].map(({ at }) => at).toSorted((a, b) => a - b);
      return first === undefined ? undefined : (first - clock.now().getTime()) / 1000 + forgetAfterSeconds + 1;
    },
  };
}

function nameOf(object: KubeObject): string {
  return object.metadata?.name ?? "";
}

/** Resource versions of one resource are decimal numbers that grow (Kubernetes API Concepts, "Resource versions"). */
function isAsNew(mirrored: KubeObject | undefined, written: KubeObject): boolean {
  if (mirrored === undefined) return false;
  return BigInt(mirrored.metadata?.resourceVersion ?? 0) >= BigInt(written.metadata?.resourceVersion ?? 0);
}
