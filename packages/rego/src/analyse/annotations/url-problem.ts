/** Why a text is no URL reference (RFC 3986), in Go's words; undefined for one that is. */
export function urlProblem(text: string): string | undefined {
  const found = problemOf(text);
  return found === undefined ? undefined : `parse ${JSON.stringify(text)}: ${found}`;
}

function problemOf(text: string): string | undefined {
  if (Array.from(text).some(isControl)) return "net/url: invalid control character in URL";
  if (text.startsWith(":")) return "missing protocol scheme";
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*:)?(.*)$/s.exec(text) ?? [];
  const [path = ""] = rest.split(/[?#]/);
  if (scheme === undefined && !path.startsWith("/") && path.split("/")[0]?.includes(":") === true)
    return "first path segment in URL cannot contain colon";
  const [, host = "", below = path] = /^\/\/([^/]*)(.*)$/s.exec(path) ?? [];
  const odd = /[ "<>\\^`{|}]/.exec(host);
  if (odd !== null) return `invalid character ${JSON.stringify(odd[0])} in host name`;
  const oddEscape = /%(?![0-9A-Fa-f]{2}).{0,2}/s.exec(below);
  return oddEscape === null ? undefined : `invalid URL escape ${JSON.stringify(oddEscape[0])}`;
}

function isControl(character: string): boolean {
  return character < " " || character === "\u007f";
}
