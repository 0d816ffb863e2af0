import { expect, it } from "vitest";
import { withoutCredentials } from "./without-credentials.ts";

it.each([
  ["https://me:secret@example.com/a.git is an address", "https://***@example.com/a.git is an address"],
  ["lstat /k/https:/me:secret@example.com/a: 'ssh://git@b'", "lstat /k/https:/***@example.com/a: 'ssh://***@b'"],
  ["https://example.com/@scope and a@b", "https://example.com/@scope and a@b"],
])("leaves no credentials in %s", (text, safe) => {
  expect(withoutCredentials(text)).toBe(safe);
});
