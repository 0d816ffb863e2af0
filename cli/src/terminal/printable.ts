/** Control characters, and the ones that reorder the text around them. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text that a manifest or a server made up, fit for a terminal: names and values cannot move the cursor, set colours or
 * turn the reading direction.
 */
export function printable(text: string): string {
  return text.replace(unprintable, "\ufffd");
}
