import { counted } from "../terminal/layout.ts";
import type { Progress } from "../terminal/progress.ts";

const everyMs = 250;

/** Says now and then how far judging is: `scanning: 26 controls, 1,250 objects read`. */
export function howFar(progress: Pick<Progress, "step">, controls: number) {
  let saidAt = Date.now();
  let read = 0;
  const start = `scanning: ${counted(controls, "control")}`;
  const reading = () => `${start}, ${counted(read, "object")} read`;
  progress.step(start);
  return {
    read(objects: number): void {
      read = objects;
      if (Date.now() - saidAt < everyMs) return;
      saidAt = Date.now();
      progress.step(reading());
    },
    judged(resources: number): void {
      progress.step(`${reading()}, ${counted(resources, "resource")} judged`);
    },
  };
}
