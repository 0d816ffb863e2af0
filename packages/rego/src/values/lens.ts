import { equal } from "./equal.ts";
import { hashText, mixHash } from "./hash-text.ts";
import { Composite, type PlainObject, type Value } from "./value.ts";

/** A place within values: the key of an object or the position in an array at each step. */
type Place = readonly string[];

/** What tells more values apart than this looks at is worth a hash of them. */
const mostPlaces = 4;
const deepestPlace = 16;
const seed = 0x4c;

/**
 * Tells values apart by what they have at a few places, such as the name of the object that an answer is about. That costs
 * a fraction of hashing all of each. Whoever prepares values can make them look alike.
 */
export class Lens {
  private readonly places: readonly Place[];

  constructor(places: readonly Place[] = []) {
    this.places = places;
  }

  /** The same for equal values. */
  codeOf(value: Value): number {
    let code = seed;
    for (let i = 0; i < this.places.length; i++) code = mixHash(code, codeAt(value, this.places[i] as Place));
    return code;
  }

  /** One that tells two unequal values apart as well, or undefined where that is no longer worth it. */
  sharpened(left: Value, right: Value): Lens | undefined {
    if (this.places.length === mostPlaces) return undefined;
    return new Lens([...this.places, firstDifference(left, right)]);
  }
}

/** What tells apart the values that come to one place in a program: the next table of that place begins with it. */
export class Sight {
  lens = new Lens();
}

function codeAt(value: Value, place: Place): number {
  let found: Value | undefined = value;
  for (let i = 0; i < place.length && isPlain(found); i++) {
    found = found[place[i] as string];
  }
  return codeOfPart(found);
}

function codeOfPart(part: Value | undefined): number {
  switch (typeof part) {
    case "string":
      return hashText(part, seed);
    case "number":
      return part | 0;
    case "boolean":
      return part ? 1 : 2;
    default:
      return Array.isArray(part) ? part.length : 3;
  }
}

/** Where values stop being of one kind, or have scalars that differ. */
function firstDifference(left: Value, right: Value): Place {
  const place: string[] = [];
  let [a, b]: [Value | undefined, Value | undefined] = [left, right];
  while (isPlain(a) && isPlain(b) && Array.isArray(a) === Array.isArray(b) && place.length < deepestPlace) {
    if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) break;
    const step = differingStep(a, b);
    if (step === undefined) break;
    place.push(step);
    [a, b] = [a[step], b[step]];
  }
  return place;
}

function differingStep(a: PlainObject, b: PlainObject): string | undefined {
  return Object.keys(a).find((key) => {
    const [own, other] = [a[key], b[key]];
    return own === undefined || other === undefined || !equal(own, other);
  });
}

/** An array or an object whose keys are strings. */
function isPlain(value: Value | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !(value instanceof Composite);
}
