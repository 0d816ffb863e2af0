import { jsonOf, type ManifestObject } from "../input/manifest-object.ts";

/** Bytes that are sent at once, if no object has more. */
const chunkLength = 65_536;

/** Objects as config-scan reads them: JSON, one a line. */
export function* objectLines(objects: Iterable<Pick<ManifestObject, "json">>): Generator<Buffer> {
  let lines: Buffer[] = [];
  let length = 0;
  for (const object of objects) {
    const json = jsonOf(object);
    lines.push(onOneLine(json), lineFeed);
    length += json.length;
    if (length < chunkLength) continue;
    yield Buffer.concat(lines);
    lines = [];
    length = 0;
  }
  yield Buffer.concat(lines);
}

const lineFeed = Buffer.from("\n");
const space = 0x20;

/** In JSON, a line feed stands between tokens, where any whitespace can. */
function onOneLine(json: Buffer): Buffer {
  let at = json.indexOf(lineFeed);
  if (at === -1) return json;
  const line = Buffer.from(json);
  for (; at !== -1; at = line.indexOf(lineFeed, at)) line[at] = space;
  return line;
}
