import type { KubeObject } from "@sortie/kube";
import { operatorCommandApiVersion } from "@sortie/wire";
import { ownerReference } from "../launch/build-job.ts";
import { annotation, isLabelValue, label, ownLabels } from "../object-labels.ts";
import type { Command } from "../operator-command/command.ts";
import type { Credentials } from "./cut-credentials.ts";

/** A DNS label that begins with what the command is called and is unique: `kubescapescan-5f0c2d7e91ab`. */
export function newCommandName(commandName: string, id: string): string {
  const slug = commandName
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 40);
  return `${/^[a-z]/.test(slug) ? slug : `command${slug}`}-${id.replaceAll("-", "").slice(0, 12)}`;
}

/** The OperatorCommand object of one command, whose credentials are cut out already. */
export function newOperatorCommand(of: {
  name: string;
  namespace: string;
  command: Command;
  jobId: string;
  identity: string | undefined;
  traceparent: string | undefined;
  hasCredentials: boolean;
  index: number;
  count: number;
}): KubeObject {
  return {
    apiVersion: operatorCommandApiVersion,
    kind: "OperatorCommand",
    metadata: {
      name: of.name,
      namespace: of.namespace,
      labels: {
        ...ownLabels,
        [label.appName]: "operator",
        ...(isLabelValue(of.jobId) ? { [label.jobId]: of.jobId } : {}),
        ...(of.identity === undefined ? {} : { [label.identity]: of.identity }),
      },
      annotations: {
        ...(of.traceparent === undefined ? {} : { [annotation.traceparent]: of.traceparent }),
        ...(of.hasCredentials ? { [annotation.credentials]: of.name, [annotation.incomplete]: "true" } : {}),
      },
    },
    spec: {
      guid: of.jobId,
      commandType: "OperatorAPI",
      commandVersion: "v1",
      body: Buffer.from(JSON.stringify(of.command)).toString("base64"),
      commandIndex: of.index,
      commandCount: of.count,
    },
  };
}

/** The Secret that holds what was cut out of a command; it is removed together with the command. */
export function newCredentialsSecret(command: { name: string; uid: string }, namespace: string, data: Credentials) {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: command.name,
      namespace,
      labels: ownLabels,
      ownerReferences: [ownerReference(command)],
    },
    type: "Opaque",
    immutable: true,
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
  };
}
