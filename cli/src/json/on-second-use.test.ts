import { expect, it } from "vitest";
import { onSecondUse } from "./on-second-use.ts";

it("keeps what was made of an object from the second time on", () => {
  let made = 0;
  const of = onSecondUse((key: { name: string }) => `${key.name} ${++made}`);
  const [a, b] = [{ name: "a" }, { name: "b" }];
  expect([of(a), of(b), of(a), of(a), of(a)]).toEqual(["a 1", "b 2", "a 3", "a 3", "a 3"]);
});
