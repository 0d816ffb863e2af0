import type { Kind } from "../meta/kind.ts";
import type { Message } from "../schema/message.ts";
import { deleteOptions, labelSelector, listMeta, objectMeta, status } from "../schema/meta.ts";
import { messagesIn } from "./schema.ts";

const metaPrefix = "io.k8s.apimachinery.pkg.apis.meta.v1";
const resultsPrefix = "com.github.kubescape.storage.pkg.apis.softwarecomposition.v1beta1";

/** Messages that are not ours; kube-apiserver has their schemas under the same names and keeps its own. */
export const metaMessages = new Set(
  [objectMeta, listMeta, labelSelector, status, deleteOptions].flatMap((message) => [...messagesIn(message)]),
);

/** Body of a patch, which is no message. */
export const patchName = `${metaPrefix}.Patch`;

/** Name of a message's schema: that of the Go type that clients are generated from. */
export function messageName(message: Message): string {
  return `${metaMessages.has(message) ? metaPrefix : resultsPrefix}.${message.name}`;
}

/** Name of a kind's schema. */
export function schemaName({ group, version, kind, message }: Kind): string {
  return message ? messageName(message) : `dev.sortie.${group.split(".")[0] || "core"}.${version}.${kind}`;
}
