import { join } from "node:path";
import { runCommand } from "../../cluster/run-command.ts";
import type { Answer } from "./ask.ts";

const program = join(import.meta.dirname, "..", "..", "..", "storage", "testdata", "decode-protobuf.ts");

/**
 * The same answers with what they say in JSON in the place of protobuf. Whether the tables of fields that it is read by are
 * right is judged by the Go types: `clientset.test.ts`.
 */
export async function decodeAnswers(answers: Map<string, Answer>): Promise<Map<string, Answer>> {
  const inProtobuf = [...answers].filter(([, { body }]) => Buffer.isBuffer(body));
  const input = inProtobuf.map(([, { headers, body }]) =>
    JSON.stringify({ isWatch: headers["content-type"]?.includes("stream=watch"), bytes: body.toString("base64") }),
  );
  const output = await runCommand(process.execPath, [program], { input: `${input.join("\n")}\n` });
  const bodies = output.trimEnd().split("\n");
  const decoded = inProtobuf.map(([name, answer], at): [string, Answer] => [
    name,
    { ...answer, body: JSON.parse(bodies[at] ?? "null") as unknown },
  ]);
  return new Map([...answers, ...decoded]);
}
