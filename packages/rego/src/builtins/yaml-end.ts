import { type Document, isCollection, isPair, isScalar } from "yaml";

/**
 * A block of text (`|` or `>`) whose last line nothing ends: Go's reader gives it no line break, and the package yaml does.
 * Changes the document.
 */
export function endAsWritten(document: Document.Parsed, text: string): void {
  if (/(?:^|\n)[ \t]*$/.test(text)) return;
  const last = lastNode(document.contents);
  if (!isScalar(last) || last.range?.[1] !== text.length || typeof last.value !== "string") return;
  if (last.type === "BLOCK_LITERAL" || last.type === "BLOCK_FOLDED") last.value = last.value.replace(/\n$/, "");
}

function lastNode(root: unknown): unknown {
  let node = root;
  while (isCollection(node) || isPair(node)) node = isPair(node) ? (node.value ?? node.key) : node.items.at(-1);
  return node;
}
