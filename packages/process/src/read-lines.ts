import { StringDecoder } from "node:string_decoder";

/**
 * The lines of a stream of UTF-8, as many at once as have come. Only a line feed ends a line: `node:readline` splits at
 * characters that JSON may have in its strings, and takes twice the time. The last line need not end.
 */
export async function* readLines(input: AsyncIterable<string | Buffer>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder("utf8");
  let begun: string[] = [];
  for await (const chunk of input) {
    const [first = "", ...others] = (typeof chunk === "string" ? chunk : decoder.write(chunk)).split("\n");
    begun.push(first);
    const next = others.pop();
    if (next === undefined) continue;
    yield [begun.join(""), ...others];
    begun = [next];
  }
  const last = begun.join("") + decoder.end();
  if (last !== "") yield [last];
}
