import { resolve } from "node:path";
import type { ScanCommand } from "./arguments/parse-arguments.ts";
import type { Scanner } from "./scan/scanner.ts";
import { checkOutput } from "./scan/write-report.ts";
import { ownPoliciesFolder } from "./source/places.ts";
import type { Progress } from "./terminal/progress.ts";
import { progressOn, type Session } from "./terminal/session.ts";

/** Runs `sortie scan` and returns its exit status. */
export async function scanCommand(command: ScanCommand, session: Session): Promise<number> {
  const { source, output, verbose } = command;
  if (output !== undefined) checkOutput(output);
  const clusterName = await clusterNameOf(source);
  const progress = progressOn(session.stderr, session.environment, verbose);
  try {
    return await scanShowing(progress, clusterName, command, session);
  } catch (error) {
    progress.clear();
    throw error;
  }
}

async function scanShowing(
  progress: Progress,
  clusterName: string,
  command: ScanCommand,
  session: Session,
): Promise<number> {
  const { source, isEmbedded } = command;
  const policiesFolder = resolve(session.environment.POLICIES_DIR ?? ownPoliciesFolder());
  const options = { clusterName, policiesFolder, inherited: session.environment, progress };
  const scan = async (scanner: Scanner, signal: AbortSignal) => {
    const { scanSource } = await import("./scan/scan-source.ts");
    return await scanSource(command, { session, scanner, clusterName, progress, signal });
  };
  if (source.type !== "cluster" && !isEmbedded) {
    const { fileScanner } = await import("./judge/file-scanner.ts");
    return await scan(fileScanner(command, { ...options, signal: session.signal }), session.signal);
  }
  const { inWorkFolder } = await import("./scan/in-work-folder.ts");
  const { programsScanner } = await import("./scan/programs-scanner.ts");
  return await inWorkFolder(session.signal, async (run) =>
    scan(await programsScanner(command, options, run), run.signal),
  );
}

async function clusterNameOf(source: ScanCommand["source"]): Promise<string> {
  if (source.type !== "cluster") return "files";
  const { kubeconfigContext } = await import("./source/kubeconfig-context.ts");
  return kubeconfigContext(source.kubeconfig, source.context);
}
