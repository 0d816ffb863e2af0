import { expect, it } from "vitest";
import { compile } from "../compile.ts";

const policy = compile([
  {
    name: "s.rego",
    source: `package s
bad contains one.name if { some one in input; one.bad }
twins contains one.name if { some one in input; some other in input; one.name == other.twin }
fixed contains "always"
many if count(input) > 1
empty contains "nothing" if { count(input) == 0 }
drawn contains n if { some one in input; n := rand.intn("x", 1000000) }`,
  },
]);

it("gives the results of a batch at once where each follows from one member", () => {
  const stream = policy.stream("data.s.bad");
  expect(stream.add([{ name: "a", bad: true }, { name: "b" }])).toEqual(["a"]);
  expect(stream.add([{ name: "c", bad: true }])).toEqual(["c"]);
  expect(stream.finish()).toEqual([]);
});

it("waits for all batches where members are compared", () => {
  const stream = policy.stream("data.s.twins");
  expect(stream.add([{ name: "a" }])).toEqual([]);
  expect(stream.add([{ name: "b", twin: "a" }])).toEqual([]);
  expect(stream.finish()).toEqual(["a"]);
});

it("evaluates once what does not read input, or gets none", () => {
  const fixed = policy.stream("data.s.fixed");
  expect([...fixed.add([{}]), ...fixed.add([{}]), ...fixed.finish()]).toEqual(["always"]);
  expect(policy.stream("data.s.empty").finish()).toEqual(["nothing"]);
});

it("gives a value that is no list as one result", () => {
  const stream = policy.stream("data.s.many");
  expect([...stream.add([1]), ...stream.add([2]), ...stream.finish()]).toEqual([true]);
});

it("draws the same random number for all batches", () => {
  const stream = policy.stream("data.s.drawn");
  expect(stream.add([{}])).toEqual(stream.add([{}]));
});
