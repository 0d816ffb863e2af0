import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { paths, scan } from "../../testing/scans.ts";
import { openTestServer } from "../../testing/test-server.ts";

// Chance makes a name that is taken once in millions, so it is told here what comes.
const randomInt = vi.hoisted(() => vi.fn<() => number>());
vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomInt }));

const server = await openTestServer();
afterAll(() => server[Symbol.asyncDispose]());

/** How many names were made up. Each is a letter, five times. */
let made = 0;

/** @param letters Of the names that follow, by number; the last one goes on. */
function letters(...numbers: number[]): void {
  made = 0;
  let asked = 0;
  randomInt.mockImplementation(() => {
    const at = Math.floor(asked / 5);
    asked += 1;
    made = at + 1;
    return numbers[Math.min(at, numbers.length - 1)] ?? 0;
  });
}

const generated = (query = "") =>
  server.send("POST", `${paths.scans("shop")}${query}`, scan("", "passed", { generateName: "scan-" }));

beforeEach(async () => {
  await server.send("DELETE", paths.scans("shop"));
  letters(0);
  expect((await generated()).body.metadata.name).toBe("scan-bbbbb");
});

it.each(["", "?dryRun=All"])("makes up another name where one is taken: %s", async (query) => {
  letters(0, 0, 0, 0, 0, 0, 0, 1);
  const { code, body } = await generated(query);
  expect({ code, name: body.metadata.name }).toEqual({ code: 201, name: "scan-ccccc" });
});

it("makes up eight names and no more", async () => {
  letters(0);
  const { code, body } = await generated();
  expect({ code, made, name: body.details.name }).toEqual({ code: 409, made: 8, name: "scan-bbbbb" });
});

it("makes up nothing for an object that has a name", async () => {
  letters(1);
  const named = scan("scan-bbbbb", "passed", { generateName: "scan-" });
  expect((await server.send("POST", paths.scans("shop"), named)).code).toBe(409);
  expect(made).toBe(0);
});

it("makes a name that its object can be updated by, also where its beginning is cut within a character", async () => {
  const generateName = `a${"😀".repeat(60)}`;
  const { body } = await server.send("POST", paths.scans("shop"), scan("", "passed", { generateName }));
  expect(body.metadata.name).toBe(`a${"😀".repeat(28)}\ufffdbbbbb`);
  const at = `${paths.scans("shop")}/${encodeURIComponent(body.metadata.name)}`;
  expect((await server.send("PUT", at, body)).code).toBe(200);
});
