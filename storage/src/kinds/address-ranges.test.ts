import { BlockList, isIP } from "node:net";
import { expect, it } from "vitest";
import { randomNumbers } from "../testing/random.ts";
import { addressRanges, isAddress, isRange } from "./address-ranges.ts";

it.each([
  ["10.0.0.7", ["10.0.0.0/8", "0.0.0.0/0", "10.0.0.7/32"], ["10.0.0.0/8", "0.0.0.0/0", "10.0.0.7/32"]],
  ["10.0.0.7", ["11.0.0.0/8", "10.0.0.6/32", "::/0", "10.0.0.0"], []],
  ["fd00::7", ["fd00::/8", "fd00:0:0::/48", "fd01::/16", "0.0.0.0/0"], ["fd00::/8", "fd00:0:0::/48"]],
  ["::ffff:10.0.0.7", ["::ffff:a00:0/104", "10.0.0.0/8"], ["::ffff:a00:0/104"]],
  ["nobody", ["0.0.0.0/0", "::/0"], []],
])("finds for %s among %j exactly %j", (address, ranges, found) => {
  expect(addressRanges(ranges, (range) => range)(address)).toEqual(found);
});

it("finds what Node finds, for random ranges and addresses", () => {
  const random = randomNumbers(11);
  const some = () => `10.0.${Math.floor(random() * 4)}.${Math.floor(random() * 256)}`;
  const ranges = Array.from({ length: 300 }, () => `${some()}/${16 + Math.floor(random() * 17)}`);
  const find = addressRanges(ranges, (range) => range);
  const lists = ranges.map((range) => {
    const [network = "", bits] = range.split("/");
    const list = new BlockList();
    list.addSubnet(network, Number(bits), "ipv4");
    return list;
  });
  for (let i = 0; i < 200; i += 1) {
    const address = some();
    expect(find(address)).toEqual(ranges.filter((_, index) => lists[index]?.check(address)));
  }
});

it.each(["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0/8", "::/129", "fe80::%eth0/64", "a/8", ""])(
  "takes %s for no range",
  (text) => expect(isRange(text)).toBe(false),
);

it("knows addresses that mean the same everywhere", () => {
  expect(["10.0.0.7", "::", "1::", "::ffff:1.2.3.4"].map(isAddress)).toEqual([true, true, true, true]);
  expect(isIP("fe80::1%eth0")).toBe(6);
  expect(isAddress("fe80::1%eth0")).toBe(false);
});
