import { Readable } from "node:stream";
import type { EKSClient } from "@aws-sdk/client-eks";
import { bounds, CloudError } from "../cloud-source.ts";

type Pluggable = Parameters<EKSClient["middlewareStack"]["use"]>[0];

/** Ends answers that are larger than anybody needs. The SDK would keep them in memory whole. */
export const limitBodies: Pluggable = {
  applyToStack(stack) {
    stack.add(
      (next) => async (args) => {
        const result = await next(args);
        const response = result.response as { body?: unknown };
        if (response.body instanceof Readable) response.body = Readable.from(limited(response.body));
        return result;
      },
      // Nearest to the network: what the SDK makes of the answer comes after.
      { step: "deserialize", priority: "low", name: "limitBodies" },
    );
  },
};

async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bounds.bodyBytes) throw new CloudError(`an answer has more than ${bounds.bodyBytes} bytes`);
    yield part;
  }
}
