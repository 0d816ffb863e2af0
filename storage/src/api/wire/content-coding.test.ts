import { expect, it } from "vitest";
import { isGzipWanted } from "./content-coding.ts";

it.each([
  ["gzip", true],
  ["deflate, GZIP;q=0.5", true],
  ["x-gzip", true],
  ["gzip;q=0", false],
  ["gzip2, br", false],
  ["identity", false],
  ["", false],
  [null, false],
])("takes Accept-Encoding: %s for a wish for gzip: %s", (header, wanted) => {
  expect(isGzipWanted(header)).toBe(wanted);
});

const common = ["Host", "10.0.0.1:8443", "User-Agent", "kubectl/v1.36.0", "Accept", "application/json"];
const proxied = ["Audit-Id", "1", "X-Forwarded-For", "10.0.0.2", "X-Remote-Group", "a", "X-Remote-User", "kim"];
const encoding = ["Accept-Encoding", "gzip"];

it.each<[who: string, lines: string[], wanted: boolean]>([
  ["kube-apiserver, for a client that does not ask", [...common, ...proxied, ...encoding], false],
  [
    "kube-apiserver, in small letters",
    [...common, ...proxied.map((text) => text.toLowerCase()), "accept-encoding", "gzip"],
    false,
  ],
  ["kube-apiserver, for a client that asks", [...common, ...encoding, ...proxied], true],
  ["a client that comes directly", [...common, ...encoding], true],
  [
    "kube-apiserver, for more than its transport asks for",
    [...common, ...proxied, "Accept-Encoding", "gzip, br"],
    true,
  ],
])("compresses for %s: %s", (_who, lines, wanted) => {
  expect(isGzipWanted("gzip", lines)).toBe(wanted);
});
