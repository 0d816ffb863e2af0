import { parse } from "yaml";

/** A body as what it says in JSON; of a watch a list of events; protobuf as it came. What is none of them is text. */
export function readBody(body: Buffer, type: string): unknown {
  if (type.includes("protobuf")) return body;
  const text = body.toString();
  if (type.includes("yaml")) return parse(text) as unknown;
  if (!text.startsWith("{")) return text;
  return text.startsWith('{"type":') ? text.trim().split("\n").map(parsed) : parsed(text);
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
