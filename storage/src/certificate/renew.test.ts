import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { renewal, renewed } from "./renew.ts";

const names = ["storage.kubescape.svc", "storage.kubescape.svc.cluster.local"];
const start = new Date("2026-01-01T00:00:00Z");

function after(days: number): Date {
  return new Date(start.getTime() + days * 86_400_000);
}

it("makes an authority and a certificate for the names of the Service", async () => {
  const set = await renewed(undefined, names, start);
  const serving = new X509Certificate(set.serving.certificate);
  const authority = new X509Certificate(set.authority.certificate);
  expect([serving.checkIssued(authority), serving.verify(authority.publicKey), serving.ca, authority.ca]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(serving.subjectAltName).toBe("DNS:storage.kubescape.svc, DNS:storage.kubescape.svc.cluster.local");
  expect(set.bundle).toBe(`${set.authority.certificate}\n`);
});

it.each([
  [0, "nothing"],
  [59, "nothing"],
  [61, "serving"],
  [2400, "serving"],
  [2500, "all"],
] as const)("after %d days renews %s", async (days, what) => {
  const set = await renewed(undefined, names, start);
  expect(renewal(set, names, after(days))).toBe(what);
});

it("makes anew what nobody takes yet, because the clock was ahead when it was made", async () => {
  const ahead = await renewed(undefined, names, after(700));
  expect(renewal(ahead, names, start)).toBe("all");
  expect(renewal({ ...(await renewed(undefined, names, start)), serving: ahead.serving }, names, start)).toBe(
    "serving",
  );
});

it("makes a new certificate for another Service, or when the Secret is broken", async () => {
  const set = await renewed(undefined, names, start);
  expect(renewal(set, ["other.kubescape.svc"], start)).toBe("serving");
  expect(renewal({ ...set, serving: { certificate: "garbage", key: "" } }, names, start)).toBe("serving");
  expect(renewal({ ...set, authority: { certificate: "garbage", key: "x" } }, names, start)).toBe("all");
  expect(renewal({ ...set, authority: (await renewed(undefined, names, start)).authority }, names, start)).toBe(
    "serving",
  );
});

it("makes anew what has another's key, with which nothing could be served or signed", async () => {
  const [set, other] = await Promise.all([renewed(undefined, names, start), renewed(undefined, names, start)]);
  const { authority, serving } = set;
  expect(renewal({ ...set, serving: { ...serving, key: other.serving.key } }, names, start)).toBe("serving");
  expect(renewal({ ...set, authority: { ...authority, key: other.authority.key } }, names, start)).toBe("all");
});

it.each([
  ["nothing", ""],
  ["another authority", "other"],
])("puts a bundle right that names %s", async (_what, held) => {
  const [set, other] = await Promise.all([renewed(undefined, names, start), renewed(undefined, names, start)]);
  const broken = { ...set, bundle: held && other.bundle };
  expect(renewal(broken, names, start)).toBe("serving");
  expect(await renewed(broken, names, start)).toMatchObject({ authority: set.authority, bundle: set.bundle });
});

it("keeps the authority when only the certificate is renewed, so that nobody has to trust anything new", async () => {
  const set = await renewed(undefined, names, start);
  const next = await renewed(set, names, after(61));
  expect([next.authority, next.bundle]).toEqual([set.authority, set.bundle]);
  expect(next.serving.certificate).not.toBe(set.serving.certificate);
});

it("trusts the old authority beside a new one, so that the certificate in use stays good", async () => {
  const set = await renewed(undefined, names, start);
  const next = await renewed(set, names, after(2500));
  expect(next.bundle).toBe(`${next.authority.certificate}\n${set.authority.certificate}\n`);
});
