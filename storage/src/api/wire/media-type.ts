/** One entry of an Accept header, or a Content-Type: lower-case type and parameters. RFC 9110, section 12.5.1. */
export type MediaType = { type: string; parameters: Record<string, string>; quality: number };

/** Entries of an Accept header, best first; entries of equal quality stay in order. */
export function parseAccept(header: string | null | undefined): MediaType[] {
  const entries = (header ?? "")
    .split(",")
    .map(parseMediaType)
    .filter(({ type }) => type !== "");
  return entries.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
}

export function parseMediaType(text: string): MediaType {
  // Most have no parameters.
  if (!text.includes(";")) return { type: text.trim().toLowerCase(), parameters: {}, quality: 1 };
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters: Record<string, string> = {};
  for (const parameter of rest) {
    const [key = "", value = ""] = parameter.split("=").map((part) => part.trim());
    parameters[key.toLowerCase()] = value.replace(/^"|"$/g, "");
  }
  return { type: type.toLowerCase(), parameters, quality: quality(parameters.q) };
}

function quality(text: string | undefined): number {
  const value = text === undefined ? 1 : Number(text);
  return Number.isFinite(value) ? value : 1;
}
