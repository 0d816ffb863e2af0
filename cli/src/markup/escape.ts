/** Control characters but tabs and line ends, and what else XML 1.0 cannot hold (its production 2, "Char"). */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Surrogate}/gu;

const references: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as content or attribute value of XML and HTML. Names in manifests are anybody's, so all text goes through here. */
export function escapeMarkup(text: string): string {
  return text.replace(forbidden, "\ufffd").replace(/[&<>"']/g, (character) => references[character] ?? character);
}
