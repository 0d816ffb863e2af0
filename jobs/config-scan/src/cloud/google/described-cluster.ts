import { isRecord } from "@sortie/wire";
import type { CloudData } from "../cloud-source.ts";

/** Below these, keys are words of users. */
const holdsUsersKeys = new Set(["resourceLabels", "labels", "metadata", "tags"]);

/** Credentials of clusters made long ago, which no rule looks at. */
const credentials = new Set(["password", "clientKey"]);

/** `google.container.v1`, "DatabaseEncryption.State" */
const encryptionStates: Record<string, number> = { UNKNOWN: 0, ENCRYPTED: 1, DECRYPTED: 2 };

/**
 * A cluster as rules know it: with the names of Google's protocol buffers (`database_encryption`) where its REST API has
 * those of JSON (`databaseEncryption`), and the state of the database's encryption as a number.
 */
export function describedCluster(cluster: CloudData): CloudData {
  const described = renamed(cluster) as CloudData;
  const encryption = described.database_encryption;
  if (!isRecord(encryption) || typeof encryption.state !== "string") return described;
  const state = encryptionStates[encryption.state] ?? encryption.state;
  return { ...described, database_encryption: { ...encryption, state } };
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).filter(([key]) => !credentials.has(key));
  return Object.fromEntries(
    fields.map(([key, field]) => [snakeCase(key), holdsUsersKeys.has(key) ? field : renamed(field)]),
  );
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
