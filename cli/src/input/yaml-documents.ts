/** A document's text, where in the whole it starts, and on which 1-based line. */
export type YamlDocument = { body: string; firstLine: number; start: number };

/** A line that is neither blank nor a comment or a directive. */
const hasContent = /^[ \t]*[^\s%#]/m;

const lineAndMarker = "\n---";

/**
 * Cuts at `---` in the first column, which is a document marker wherever it stands (YAML 1.1, "Document Boundary
 * Markers"), so that an error in one document does not hide the next.
 */
export function splitDocuments(text: string): YamlDocument[] {
  const documents: YamlDocument[] = [];
  let start = 0;
  let firstLine = 1;
  for (let at = text.indexOf(lineAndMarker); at !== -1; at = text.indexOf(lineAndMarker, at + 1)) {
    if (!isMarkerEnd(text[at + lineAndMarker.length])) continue;
    const body = text.slice(start, at + 1);
    // `%YAML` and `%TAG` belong to the document they stand before.
    if (hasContent.test(body)) documents.push({ body, firstLine, start });
    else if (body.includes("%")) continue;
    firstLine += countLines(body);
    start = at + 1;
  }
  documents.push({ body: text.slice(start), firstLine, start });
  return documents;
}

function isMarkerEnd(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

/** How many lines end in a text. */
export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
