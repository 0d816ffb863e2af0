// Of the projects with an installation: what a test that failed leaves on the cluster is kept, as that is taken down.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach } from "vitest";
import { bringUp, type Cluster, defaultName } from "../cluster/cluster.ts";
import { namespace } from "./installation.ts";

const logs = join(import.meta.dirname, "..", "..", "logs");
const podLogs = ["logs", "--selector=app.kubernetes.io/part-of=sortie", "--all-containers", "--prefix", "--timestamps"];

const asked = [
  ["get", "pods,jobs,operatorcommands", "--output=wide"],
  ["get", "events", "--sort-by=.lastTimestamp"],
  [...podLogs, "--tail=2000", "--ignore-errors"],
  [...podLogs, "--tail=2000", "--ignore-errors", "--previous"],
  ["get", "pods,jobs,operatorcommands", "--output=yaml"],
];

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(async () => {
    // A project's cluster has its name.
    const cluster = await bringUp({ name: task.file.projectName ?? defaultName });
    const file = join(logs, `${task.name.replaceAll(/[^\w]+/g, "-").slice(0, 80)}.state.txt`);
    mkdirSync(logs, { recursive: true });
    writeFileSync(file, await stateOf(cluster));
    console.error(`what the cluster had when "${task.name}" failed: ${file}`);
  });
});

async function stateOf(cluster: Cluster): Promise<string> {
  const answers: string[] = [];
  for (const args of asked) {
    const answer = await cluster.kubectl([...args, `--namespace=${namespace}`, "--request-timeout=20s"]).catch(String);
    answers.push(`# kubectl ${args.join(" ")}\n${answer}`);
  }
  return answers.join("\n");
}
