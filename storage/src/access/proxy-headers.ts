import type { HeaderLines } from "../serve/connection.ts";
import type { AuthenticationConfig } from "./authentication-config.ts";
import type { User } from "./user.ts";

/**
 * The user that the front proxy says it acts for, or `undefined` when it names none. Only for requests whose
 * certificate is the proxy's. Kubernetes, "Authenticating Proxy".
 */
export function userOfHeaders(lines: HeaderLines, config: AuthenticationConfig): User | undefined {
  const { usernameHeaders, uidHeaders, groupHeaders, extraPrefixes } = config;
  let username: string | undefined;
  let uid: string | undefined;
  const groups: string[] = [];
  const extra = new Map<string, string[]>();
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const [name, value] = [(lines[at] ?? "").toLowerCase(), lines[at + 1] ?? ""];
    const prefix = extraPrefixes.find((each) => name.startsWith(each));
    if (usernameHeaders.includes(name)) username ??= value;
    else if (uidHeaders.includes(name)) uid ??= value;
    else if (groupHeaders.includes(name)) groups.push(value);
    else if (prefix !== undefined) addExtra(extra, name.slice(prefix.length), value);
  }
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

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
