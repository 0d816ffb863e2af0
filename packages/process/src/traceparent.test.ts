import { expect, it } from "vitest";
import { parseTraceparent } from "./traceparent.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

it("reads a version 00 header", () => {
  expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId });
});

it.each([
  ["nothing", undefined],
  ["another version", `01-${traceId}-${spanId}-01`],
  ["an all-zero trace", `00-${"0".repeat(32)}-${spanId}-01`],
  ["an all-zero span", `00-${traceId}-${"0".repeat(16)}-01`],
  ["capital letters", `00-${traceId.toUpperCase()}-${spanId}-01`],
])("is no trace: %s", (_case, text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});
