import { readFileSync } from "node:fs";
import { didYouMean } from "@sortie/process/suggest";
import { systemReason } from "@sortie/process/system-reason";
import { z } from "zod";
import { UsageError } from "../arguments/usage-error.ts";
import { readFullYaml } from "../input/full-yaml.ts";
import type { PlacedValue, TextProblem } from "../input/placed-value.ts";
import { splitDocuments } from "../input/yaml-documents.ts";

/** The part of a kubeconfig that says which contexts there are (Kubernetes, "kubeconfig (v1)"). */
const Kubeconfig = z.object({
  contexts: z.array(z.object({ name: z.string() })).nullish(),
  "current-context": z.string().optional(),
});

/**
 * The context of a kubeconfig that a scan uses: the named one, or the current one.
 *
 * @throws UsageError where the file or the context is not there, before anything is started.
 */
export function kubeconfigContext(file: string, wanted: string | undefined): string {
  const parsed = Kubeconfig.safeParse(readDocument(file));
  if (!parsed.success) throw new UsageError(`${file} is not a kubeconfig: it has no list of contexts.`);
  const names = (parsed.data.contexts ?? []).map(({ name }) => name);
  const context = wanted ?? parsed.data["current-context"] ?? "";
  if (names.includes(context)) return context;
  const known = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
  if (context === "") throw new UsageError(`${file} has no current context; choose one with --context. ${known}`);
  throw new UsageError(`${file} has no context ${context}.${didYouMean(context, names)} ${known}`);
}

/** A kubeconfig has one document. */
function readDocument(file: string): unknown {
  for (const document of splitDocuments(readText(file))) {
    const read = readFullYaml(document);
    if (read === undefined) continue;
    const problem = "problem" in read ? read.problem : repeatedKey(read);
    if (problem) throw new UsageError(`Cannot read the kubeconfig ${file}:${problem.line}: ${problem.message}.`);
    if ("value" in read) return read.value;
  }
  return undefined;
}

/** What connects to the cluster refuses it as well. */
function repeatedKey({ repeatedKeys: [line] = [] }: PlacedValue): TextProblem | undefined {
  return line === undefined ? undefined : { line, message: "expected each key once" };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`Cannot read the kubeconfig ${file}: ${systemReason(error)}.`);
  }
}
