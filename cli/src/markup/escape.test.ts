import { expect, it } from "vitest";
import { escapeMarkup } from "./escape.ts";

it("leaves no character that could end an attribute, open an element or break the document", () => {
  expect(escapeMarkup(`<b a="1" b='2'>&\u0000\u001b\ud800</b>`)).toBe(
    "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;\ufffd\ufffd\ufffd&lt;/b&gt;",
  );
});

it("keeps line breaks and letters of all languages", () => {
  expect(escapeMarkup("a\n\tñ 漢 😀")).toBe("a\n\tñ 漢 😀");
});
