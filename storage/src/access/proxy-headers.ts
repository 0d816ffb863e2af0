import type { HeaderLines } from "../serve/connection.ts";
import type { AuthenticationConfig } from "./authentication-config.ts";
import type { User } from "./user.ts";

/**
 * The user that the front proxy says it acts for, or `undefined` when it names none. Only for requests whose
 * certificate is the proxy's. Kubernetes, "Authenticating Proxy".
 */
export function userOfHeaders(lines: HeaderLines, config: AuthenticationConfig): User | undefined {
  const { usernameHeaders, uidHeaders, groupHeaders, extraPrefixes } = config;
  const first = new Map<string, string>();
  const groups: string[] = [];
  const extra = new Map<string, string[]>();
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const [name, value] = [(lines[at] ?? "").toLowerCase(), textOf(lines[at + 1] ?? "")];
    if (!first.has(name)) first.set(name, value);
    const prefix = extraPrefixes.find((each) => name.startsWith(each));
    const isGroup = groupHeaders.includes(name);
    if (isGroup && value !== "") groups.push(value);
    else if (!isGroup && prefix !== undefined) addExtra(extra, name.slice(prefix.length), value);
  }
  // In the order of the settings: a client may send what comes later there, and before in the request.
  const [username, uid] = [usernameHeaders, uidHeaders].map((names) =>
    names.map((name) => first.get(name)).find(Boolean),
  );
  if (!username) return undefined;
  return { username, ...(uid && { uid }), groups, extra: Object.fromEntries(extra) };
}

/** `X-Remote-Extra-Scopes: a` is the extra `scopes`; keys are lower-case, as names are here, and percent-encoded. */
function addExtra(extra: Map<string, string[]>, encoded: string, value: string): void {
  const key = percentDecoded(encoded);
  const values = extra.get(key);
  if (values) values.push(value);
  else extra.set(key, [value]);
}

/** kube-apiserver writes UTF-8; Node reads one character for each byte. */
function textOf(value: string): string {
  return Buffer.from(value, "latin1").toString();
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
