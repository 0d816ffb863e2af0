import { expect, it } from "vitest";
import { Config } from "./config.ts";
import { below, isSafeUrl } from "./outbound-url.ts";

it.each([
  "https://report.example",
  "https://report.example:8443/base/",
  "http://127.0.0.1:8080",
  "http://localhost:8080",
  "http://[::1]:8080",
])("may send a key to %s", (url) => {
  expect(isSafeUrl(url)).toBe(true);
});

it.each([
  "http://report.example",
  "http://127.0.0.1.example",
  "http://localhost.example",
  "http://0.0.0.0:80",
  "ftp://report.example",
  "report.example",
  "https://user:password@report.example",
  "https://report.example/?a=b",
  "https://report.example/#a",
  "file:///etc/passwd",
])("sends no key to %s", (url) => {
  expect(isSafeUrl(url)).toBe(false);
});

it("ends a scan at its start where a key would be sent without TLS", () => {
  const { error } = Config.safeParse({ EVENT_RECEIVER_URL: "http://report.example" });
  expect(error?.issues).toMatchObject([{ path: ["EVENT_RECEIVER_URL"] }]);
});

it.each(["https://x.example/base", "https://x.example/base/"])("puts a path below %s", (base) => {
  expect(below(base, "k8s/v2").href).toBe("https://x.example/base/k8s/v2");
});
