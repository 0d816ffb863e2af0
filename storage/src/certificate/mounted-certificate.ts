import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "@sortie/process";
import type { KeyPair } from "./issue.ts";
import { toldOnce } from "./told-once.ts";

/** Calls back with a certificate from files that somebody else renews, at the start and whenever they change. */
export async function followMountedCertificate(
  files: { certificate: string; key: string },
  { log, signal, checkSeconds = 10 }: { log: Logger; signal: AbortSignal; checkSeconds?: number },
  use: (serving: KeyPair) => void,
): Promise<void> {
  const problems = toldOnce(log);
  let used: string | undefined;
  while (!signal.aborted) {
    try {
      const [certificate, key] = await Promise.all([readFile(files.certificate, "utf8"), readFile(files.key, "utf8")]);
      if (certificate + key !== used) use({ certificate, key });
      used = certificate + key;
      problems.over();
    } catch (err) {
      problems.warn({ err }, "the mounted certificate could not be read");
    }
    await pause(checkSeconds * 1000, undefined, { signal, ref: false }).catch(() => {});
  }
}
