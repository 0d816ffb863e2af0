import type { AuthenticationConfig } from "./authentication-config.ts";
import type { User } from "./user.ts";

/** Names and values as they came: one that was sent twice is there twice. */
export type HeaderLines = [name: string, value: string][];

/**
 * The user that the front proxy says it acts for, or `undefined` when it names none. Only for requests whose
 * certificate is the proxy's. Kubernetes, "Authenticating Proxy".
 */
export function userOfHeaders(lines: HeaderLines, config: AuthenticationConfig): User | undefined {
  const valuesOf = (names: string[]) =>
    lines.filter(([name]) => names.includes(name.toLowerCase())).map(([, value]) => value);
  const [username] = valuesOf(config.usernameHeaders);
  if (!username) return undefined;
  const [uid] = valuesOf(config.uidHeaders);
  return {
    username,
    ...(uid && { uid }),
    groups: valuesOf(config.groupHeaders),
    extra: extraOf(lines, config.extraPrefixes),
  };
}

/** `X-Remote-Extra-Scopes: a` is the extra `scopes`; keys are lower-case and percent-encoded. */
function extraOf(lines: HeaderLines, prefixes: string[]): Record<string, string[]> {
  const extra = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const lower = name.toLowerCase();
    const prefix = prefixes.find((each) => lower.startsWith(each));
    if (prefix === undefined) continue;
    const key = percentDecoded(lower.slice(prefix.length));
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
