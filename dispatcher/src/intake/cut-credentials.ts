import type { Command } from "../operator-command/command.ts";
import { isPlainObject } from "../operator-command/go-object.ts";

/** What was cut out of a command: keys of a Secret and their values. */
export type Credentials = Record<string, string>;

/** Where in a command's args a value was: the key of the Secret that holds it. */
type CredentialReference = { secretKeyRef: { name: string; key: string } };

/**
 * Argument names whose value can be a credential, compared without case and separators: those of `scanV1`, of every
 * registry provider and of the legacy registry commands. `key` is Google's service-account object.
 */
const credentialNames =
  /^(account|accesskey|accesskeyid|secretaccesskey|.*token|.*password|passwd|key|.*privatekey|.*secret|auth|authorization|credentials?|credentialslist)$/;

/** Names that match and hold the name of a Secret, not a secret. */
const secretNames = new Set(["registrysecret", "secretname"]);

/**
 * Where exceptions say which resources they are about: the names there are those of labels, such as `auth`, and the values
 * patterns.
 */
const resourcePatterns = /^scanV1\/exceptions\/\d+\/resources\/\d+\/attributes$/i;

/**
 * A copy of the command without credentials, and the credentials. Each cut value is replaced by a reference into the
 * Secret of the given name, so that the body of an OperatorCommand, which more people may read, holds none.
 */
export function cutCredentials(
  command: Command,
  secretName: string,
): { command: Command; credentials: Credentials | undefined } {
  const credentials: Credentials = {};
  const cut = (value: unknown, path: string[]): unknown => {
    const name = path.at(-1);
    if (name !== undefined && isCredential(name, value)) {
      const key = `${Object.keys(credentials).length}.${path.join(".").replace(/[^-._a-zA-Z0-9]/g, "_")}`.slice(0, 253);
      credentials[key] = typeof value === "string" ? value : JSON.stringify(value);
      return { secretKeyRef: { name: secretName, key } } satisfies CredentialReference;
    }
    if (Array.isArray(value)) return value.map((item, index) => cut(item, [...path, String(index)]));
    if (!isPlainObject(value) || resourcePatterns.test(path.join("/"))) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cut(member, [...path, key])]));
  };
  const args = Object.fromEntries(Object.entries(command.args).map(([key, value]) => [key, cut(value, [key])]));
  const isCut = Object.keys(credentials).length > 0;
  return { command: isCut ? { ...command, args } : command, credentials: isCut ? credentials : undefined };
}

function isCredential(name: string, value: unknown): boolean {
  if (value === null || value === "" || typeof value === "boolean") return false;
  const plain = name.toLowerCase().replace(/[^a-z]/g, "");
  return credentialNames.test(plain) && !secretNames.has(plain);
}
