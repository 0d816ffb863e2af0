import { expect, it } from "vitest";
import { howFar } from "./how-far.ts";

it("says what it begins with, and at the end what it read and judged", () => {
  const steps: string[] = [];
  const said = howFar({ step: (text) => steps.push(text) }, 26);
  for (let read = 1; read <= 1250; read += 1) said.read(read);
  said.judged(1);
  expect(steps[0]).toBe("scanning: 26 controls");
  expect(steps.at(-1)).toBe("scanning: 26 controls, 1,250 objects read, 1 resource judged");
  expect(steps.length).toBeLessThan(10);
});
