import { expect, it } from "vitest";
import { logUnknownNamespaces } from "./unknown-namespaces.ts";

const target = {
  type: "config" as const,
  includeNamespaces: ["shpo"],
  excludedNamespaces: [],
  frameworks: [],
  controls: [],
};

async function said(known: string[] | undefined, asked = target) {
  const lines: object[] = [];
  const source = { namespaces: async () => known && new Set(known) };
  const counts = await logUnknownNamespaces(asked, source, { warn: (fields: object) => void lines.push(fields) });
  return { counts, lines };
}

it("warns of each namespace that is not there, and counts them", async () => {
  expect(await said(["shop"])).toEqual({
    counts: { unknownNamespaces: 1 },
    lines: [{ namespace: "shpo", suggestion: "shop" }],
  });
  expect(await said(["shpo"])).toEqual({ counts: { unknownNamespaces: 0 }, lines: [] });
});

it("says nothing where no namespace is named, or namespaces may not be listed", async () => {
  expect(await said(["shop"], { ...target, includeNamespaces: [] })).toEqual({ counts: {}, lines: [] });
  expect(await said(undefined)).toEqual({ counts: {}, lines: [] });
});
