import { expect, it } from "vitest";
import { UsageError } from "./arguments/usage-error.ts";
import { describeFailure } from "./describe-failure.ts";
import { ScanFailedError } from "./scan/scan-failed-error.ts";

it("sends nothing of a quoted file to the terminal but text and its lines", () => {
  const quoted = "two\n\tlines \u001b]0;title\u0007";
  const safe = "two\n\tlines \ufffd]0;title\ufffd";
  expect(describeFailure(new UsageError(quoted), "sortie scan")).toEqual({
    message: `${safe}\nSee sortie scan --help\n`,
    status: 2,
  });
  expect(describeFailure(new ScanFailedError(quoted), "sortie scan")).toEqual({ message: `${safe}\n`, status: 1 });
});
