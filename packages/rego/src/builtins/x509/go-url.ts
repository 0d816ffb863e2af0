import type { Value } from "../../values/value.ts";
import { BuiltinFailure, fail } from "../define.ts";
import { uriParts } from "../uri.ts";

/** A URL in the shape of Go's `url.URL`, with its host and its text. */
export type GoUrl = { readonly value: Value; readonly host: string; readonly text: string };

export function goUrl(text: string): GoUrl {
  const parts = partsOf(text);
  const part = (name: string): string => (typeof parts[name] === "string" ? parts[name] : "");
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? "";
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  if (host !== "" && !isDomain(host)) fail(`x509: cannot parse URI ${JSON.stringify(text)}: invalid domain`);
  const scheme = part("scheme");
  const path = part("path");
  const isOpaque = scheme !== "" && authority === "" && path === "" && !/^[^:]*:\//.test(text);
  return {
    host,
    text,
    value: {
      Scheme: scheme,
      Opaque: isOpaque ? (/^[^:]*:([^?#]*)/.exec(text)?.[1] ?? "") : "",
      User: at < 0 ? null : {},
      Host: host,
      Path: path,
      RawPath: part("raw_path") === path ? "" : part("raw_path"),
      OmitHost: false,
      ForceQuery: /\?(?:#|$)/.test(text),
      RawQuery: part("raw_query"),
      Fragment: part("fragment"),
      RawFragment: "",
    },
  };
}

function partsOf(text: string): Record<string, Value> {
  try {
    return uriParts(text);
  } catch (error) {
    if (error instanceof BuiltinFailure)
      return fail(`x509: cannot parse URI ${JSON.stringify(text)}: ${error.message}`);
    throw error;
  }
}

/** What Go takes for the host of a name in a certificate. */
function isDomain(host: string): boolean {
  return host.length <= 253 && !host.startsWith(".") && !host.includes("..") && /^[\x21-\x7e]+$/.test(host);
}
