import { pauseImage } from "./node-files.ts";

/** A Job that runs a bash script: bash and its libraries are the node's own, mounted into the otherwise empty image. */
export function shellJob(name: string, script: string): object {
  const folders = { usr: "/usr", lib: "/lib", lib64: "/lib64" };
  const volumes = Object.entries(folders).map(([volume, path]) => ({ name: volume, hostPath: { path } }));
  const volumeMounts = Object.entries(folders).map(([volume, path]) => ({
    name: volume,
    mountPath: path,
    readOnly: true,
  }));
  const container = {
    name: "shell",
    image: pauseImage,
    imagePullPolicy: "Never",
    command: ["/usr/bin/bash", "-c", script],
    volumeMounts,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      backoffLimit: 3,
      podFailurePolicy: {
        rules: [{ action: "FailJob", onExitCodes: { containerName: "shell", operator: "In", values: [70] } }],
      },
      template: { spec: { restartPolicy: "Never", containers: [container], volumes } },
    },
  };
}
