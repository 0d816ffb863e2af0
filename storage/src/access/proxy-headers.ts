import type { AuthenticationConfig } from "./authentication-config.ts";
import type { User } from "./user.ts";

/** Names and values as they came: one that was sent twice is there twice. */
export type HeaderLines = [name: string, value: string][];

/**
 * The user that the front proxy says it acts for, or `undefined` when it names none. Only for requests whose
 * certificate is the proxy's. Kubernetes, "Authenticating Proxy".
 */
export function userOfHeaders(lines: HeaderLines, config: AuthenticationConfig): User | undefined {
  const lowered = lines.map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const valuesOf = (names: string[]) => lowered.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const [username] = valuesOf(config.usernameHeaders);
  if (!username) return undefined;
  const [uid] = valuesOf(config.uidHeaders);
  return {
    username,
    ...(uid && { uid }),
    groups: valuesOf(config.groupHeaders),
    extra: extraOf(lowered, config.extraPrefixes),
  };
}

/** `X-Remote-Extra-Scopes: a` is the extra `scopes`; keys are lower-case, as names are here, and percent-encoded. */
function extraOf(lines: HeaderLines, prefixes: string[]): Record<string, string[]> {
  const extra = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const prefix = prefixes.find((each) => name.startsWith(each));
    if (prefix === undefined) continue;
    const key = percentDecoded(name.slice(prefix.length));
    extra.set(key, [...(extra.get(key) ?? []), value]);
  }
  return Object.fromEntries(extra);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
