import { expect, it } from "vitest";
import { platformOf } from "./platform.ts";
import { placementsOf } from "./shared-libraries.ts";

const ldd = `
	linux-vdso.so.1 (0x00007ffd2d5f2000)
	libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f0000000000)
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0000100000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f0000200000)
`;

it("puts the loader where programs name it, and libraries where the loader looks", () => {
  expect(placementsOf(ldd, platformOf("amd64"))).toEqual([
    { from: "/lib64/ld-linux-x86-64.so.2", to: "lib64/ld-linux-x86-64.so.2" },
    { from: "/lib/x86_64-linux-gnu/libdl.so.2", to: "lib/x86_64-linux-gnu/libdl.so.2" },
    { from: "/lib/x86_64-linux-gnu/libc.so.6", to: "lib/x86_64-linux-gnu/libc.so.6" },
  ]);
});

it("takes libraries of another distribution's folders, too", () => {
  const elsewhere = ldd.replaceAll("/lib/x86_64-linux-gnu/", "/usr/lib64/");
  expect(placementsOf(elsewhere, platformOf("amd64"))[2]).toEqual({
    from: "/usr/lib64/libc.so.6",
    to: "lib/x86_64-linux-gnu/libc.so.6",
  });
});

it("does not make an image out of a program that names no loader", () => {
  expect(() => placementsOf("\tstatically linked\n", platformOf("amd64"))).toThrow("ldd names no loader");
});
