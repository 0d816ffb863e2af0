/** What XML 1.0 cannot hold even as a reference (its production 2, "Char"), and lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be found
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const references: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as content or attribute value of XML and HTML. Names in manifests are anybody's, so all text goes through here. */
export function escapeMarkup(text: string): string {
  return text.replace(forbidden, "\ufffd").replace(/[&<>"']/g, (character) => references[character] ?? character);
}
