import { hash } from "node:crypto";
import { expect, it } from "vitest";
import { applicationProfile } from "../kinds/profile.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { bodyOf } from "../meta/metadata.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { bodyText } from "./object-text.ts";
import { stamped } from "./stamped.ts";

const checksum = "kubescape.io/sync-checksum";
const kinds = resultKinds.filter(({ hasChecksum }) => hasChecksum);

it.each(kinds.map((kind) => [kind.plural, kind] as const))(
  "notes the same on %s whether their text is known or not, and says what it is",
  (_, kind) => {
    const random = randomNumbers(kind.plural.length);
    for (let round = 0; round < 10; round += 1) {
      const metadata = { name: "a", annotations: { b: "1" }, labels: { c: "2" } };
      const object = { metadata, ...(kind.message && randomObject(kind.message, random)) };
      const wanted = stamped(kind, object);
      expect(stamped(kind, object, { object, text: bodyText(object) })).toEqual(wanted);
      const { [checksum]: noted, ...annotations } = wanted.object.metadata.annotations ?? {};
      const notes = Object.keys(annotations)
        .toSorted()
        .map((key) => [key, annotations[key]]);
      const said = [undefined, "a", [["c", "2"]], notes, bodyOf(wanted.object)];
      expect(noted).toBe(hash("sha256", JSON.stringify(said)));
      expect(wanted.text).toEqual(bodyText(wanted.object));
    }
  },
);

it("does not take the text of what it empties, as it is too large", () => {
  const opens = Array.from({ length: 40_001 }, (_, at) => ({ path: `/${at}`, flags: [] }));
  const object = { metadata: { name: "a" }, spec: { architectures: [], containers: [{ name: "c", opens }] } };
  const { text } = stamped(applicationProfile, object, { object, text: bodyText(object) });
  expect(text).toBe('"spec":{"architectures":[]}');
});
