import type { Cluster } from "../cluster/cluster.ts";
import { poll } from "../cluster/run-command.ts";
import { namespace } from "./installation.ts";

export type Answer = { status: number; text: string };

export const scanBody = { commands: [{ commandName: "kubescapeScan", args: { scanV1: {} } }] };

/** Posts from a pod, with a projected token of this ServiceAccount or with none. The dispatcher is at its Service's address. */
export async function postFromPod(cluster: Cluster, name: string, account: string | undefined): Promise<Answer> {
  const code = `
    const token = ${account === undefined ? "undefined" : 'require("node:fs").readFileSync("/token/token", "utf8")'};
    fetch("http://" + process.env.OPERATOR_SERVICE_HOST + ":4002/v1/triggerAction", {
      method: "POST",
      headers: token ? { authorization: "Bearer " + token } : {},
      body: ${JSON.stringify(JSON.stringify(scanBody))},
    }).then(async (answer) => console.log(JSON.stringify({ status: answer.status, text: await answer.text() })));`;
  await cluster.kubectl(["delete", "pod", name, "-n", namespace, "--ignore-not-found"]);
  await cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(callerPod(name, account, code)) });
  await cluster.kubectl([
    "wait",
    `pod/${name}`,
    "-n",
    namespace,
    "--for=jsonpath={.status.phase}=Succeeded",
    "--timeout=60s",
  ]);
  const answer = JSON.parse(await cluster.kubectl(["logs", name, "-n", namespace])) as Answer;
  await cluster.kubectl(["delete", "pod", name, "-n", namespace, "--wait=false"]);
  return answer;
}

function callerPod(name: string, account: string | undefined, code: string): object {
  const token = { serviceAccountToken: { path: "token", expirationSeconds: 600 } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: account ?? "default",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "caller",
          image: "localhost/sortie/dispatcher:dev",
          imagePullPolicy: "Never",
          command: ["/usr/local/bin/node", "-e", code],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          ...(account ? { volumeMounts: [{ name: "token", mountPath: "/token", readOnly: true }] } : {}),
        },
      ],
      ...(account ? { volumes: [{ name: "token", projected: { sources: [token] } }] } : {}),
    },
  };
}

/** A way to the dispatcher's loopback, as Kubescape's command line makes one. */
export async function portForward(cluster: Cluster): Promise<{ url: string; close(): Promise<void> }> {
  const { kubectlPath } = await import("../cluster/tools.ts");
  const { spawn } = await import("node:child_process");
  const args = ["--kubeconfig", cluster.kubeconfig, "-n", namespace, "port-forward", "deployment/dispatcher", ":4002"];
  const child = spawn(await kubectlPath(), args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const port = await poll(20, () => /127\.0\.0\.1:(\d+) -> 4002/.exec(output)?.[1]);
  if (port === undefined) throw new Error(`kubectl port-forward: ${output}`);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("close", () => resolve());
        child.kill();
      }),
  };
}

export async function postTo(
  url: string,
  body: object = scanBody,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${url}/v1/triggerAction`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, text: await answer.text() };
}
