import type { KubeObject } from "@sortie/kube";
import type { Clock } from "@sortie/process";
import { label } from "../object-labels.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";

/** A created object that no event has shown after this long was deleted in between. */
const forgetAfterSeconds = 60;

export type OpenCommands = {
  /** Commands without a recorded outcome. */
  count(): number;
  /** A command that says the same and may still stand for another: it waits, or it was rejected. */
  find(identity: string): { name: string; isRejected: boolean } | undefined;
  /** Remembers a command that the API server has and the mirror may not show yet. */
  created(name: string, identity: string | undefined): void;
};

/** What intake knows of the commands that exist: the mirror of the API server and its own creations since. */
export function openCommands(
  mirror: { list(): KubeObject[] },
  readCommand: (object: KubeObject) => ReadCommand | undefined,
  clock: Clock,
): OpenCommands {
  const unseen = new Map<string, { identity: string | undefined; at: number }>();
  const forget = (objects: KubeObject[]) => {
    for (const { metadata } of objects) unseen.delete(metadata?.name ?? "");
    const limit = clock.now().getTime() - forgetAfterSeconds * 1000;
    for (const [name, { at }] of unseen) if (at < limit) unseen.delete(name);
  };
  return {
    count() {
      const objects = mirror.list();
      forget(objects);
      return unseen.size + objects.filter((object) => isOpen(readCommand(object))).length;
    },
    find(identity) {
      const objects = mirror.list();
      forget(objects);
      for (const object of objects) {
        if (object.metadata?.labels?.[label.identity] !== identity) continue;
        const command = readCommand(object);
        if (command?.wants.what === "rejection") return { name: command.name, isRejected: true };
        if (command !== undefined && isOpen(command) && !command.started)
          return { name: command.name, isRejected: false };
      }
      const created = [...unseen].find(([, command]) => command.identity === identity);
      return created === undefined ? undefined : { name: created[0], isRejected: false };
    },
    created(name, identity) {
      unseen.set(name, { identity, at: clock.now().getTime() });
    },
  };
}

function isOpen(command: ReadCommand | undefined): boolean {
  return command !== undefined && command.completedAt === undefined;
}
