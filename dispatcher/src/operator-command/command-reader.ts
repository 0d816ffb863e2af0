import type { KubeObject } from "@sortie/kube";
import { type ReadCommand, readCommand } from "./read-command.ts";

const switchedOff = {
  what: "rejection",
  reason: "NotSupported",
  message: "configuration scans are switched off: there is no template for their Jobs",
} as const;

/** Reads each object once, however often it is asked for: the mirror hands out the same object until it changes. */
export function commandReader({
  configScans,
}: {
  configScans: boolean;
}): (object: KubeObject) => ReadCommand | undefined {
  const known = new WeakMap<KubeObject, { command: ReadCommand | undefined }>();
  const read = (object: KubeObject): ReadCommand | undefined => {
    const command = readCommand(object);
    return command?.wants.what === "config-scan" && !configScans ? { ...command, wants: switchedOff } : command;
  };
  return (object) => {
    const entry = known.get(object) ?? { command: read(object) };
    known.set(object, entry);
    return entry.command;
  };
}
