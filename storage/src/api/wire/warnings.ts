/** Kubernetes cuts warnings as well: clients have little room for headers. */
const longestText = 256;
const longestTotal = 4096;

/**
 * Values of the header `Warning`, one for each text. RFC 9111 dropped the header, Kubernetes keeps it: API Concepts,
 * "Warnings". Texts tell of what clients send, so whatever a header cannot hold is written as JSON would.
 */
export function warningHeaders(texts: readonly string[]): string[] {
  let room = longestTotal;
  return texts.flatMap((text) => {
    const value = `299 - ${JSON.stringify(inAscii(text).slice(0, longestText))}`;
    room -= value.length;
    return room >= 0 ? [value] : [];
  });
}

function inAscii(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
