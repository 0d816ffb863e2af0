import type { Revision } from "../store/store.ts";

type Stored = Pick<Revision, "metadata" | "body"> & { digest: [number] };

/** Every hundredth is long enough to be compressed. */
const longEvery = 100;

/** A number as every part of an object, so that an object that is not whole contradicts itself. */
export function storedNumber(number: number): Stored {
  const length = number % longEvery === 0 ? 40_000 : number % 1000;
  return {
    metadata: JSON.stringify({ number }),
    body: `"number":${number},"text":"${String(number)
      .padStart(8, "0")
      .repeat(Math.ceil(length / 8))}"`,
    digest: [number],
  };
}

/** The number of which the object is made. @throws when its parts do not fit together. */
export function numberOf({ metadata, body, digest }: Omit<Stored, "digest"> & Pick<Revision, "digest">): number {
  const { number } = JSON.parse(metadata) as { number: number };
  if (digest?.[0] !== number || body !== storedNumber(number).body) throw new Error(`the object ${metadata} is torn`);
  return number;
}
