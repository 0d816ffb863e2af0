import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createLogger } from "@sortie/process";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { smallArtifacts } from "../artifacts/small-artifacts.ts";
import { type LibrarySettings, libraryOfScan } from "./library-of-scan.ts";
import { smallLibrary } from "./small-library.ts";

const dir = mkdtempSync(join(tmpdir(), "library-of-scan-"));
const policies = smallLibrary();
let server: Server;
let url: string;
let log: Record<string, unknown>[];

beforeAll(async () => {
  const artifacts = smallArtifacts();
  for (const [name, text] of Object.entries(artifacts)) writeFileSync(join(dir, name), text);
  server = createServer((request, response) => {
    const text = artifacts[request.url?.replace("/v2/", "") ?? ""];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  log = [];
});

async function load(settings: Partial<LibrarySettings>) {
  const destination = new Writable({
    write(line: Buffer, _, done) {
      log.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const signal = new AbortController().signal;
  return await libraryOfScan(
    { policiesDir: policies, ...settings },
    { log: createLogger("test", "info", destination), signal },
  );
}

const idsOf = ({ controls }: { controls: { id: string }[] }) => controls.map(({ id }) => id);

it("is our own library, unless something else is named", async () => {
  expect(idsOf(await load({}))).toEqual(["C-0001"]);
});

it("is a set of artifacts, from a folder or a server", async () => {
  for (const settings of [{ artifactsDir: dir }, { artifactsUrl: `${url}/v2` }]) {
    expect(idsOf(await load(settings))).toEqual(["C-0900", "C-0901"]);
  }
  expect(log).toEqual([]);
});

it("is our own library when artifacts cannot be downloaded, and the log warns of it without the address's password", async () => {
  const address = url.replace("http://", "http://me:password@");
  expect(idsOf(await load({ artifactsUrl: `${address}/v1?key=secret` }))).toEqual(["C-0001"]);
  expect(log).toMatchObject([
    {
      level: "warn",
      msg: "artifacts not usable, own library used",
      url: `${url}/v1`,
      reason: "frameworks: the server answered 404",
    },
  ]);
  expect(JSON.stringify(log)).not.toMatch(/password@|secret/);
});

it("is nothing when a folder that was named cannot be used", async () => {
  await expect(load({ artifactsDir: policies })).rejects.toMatchObject({
    code: "invalid_input",
    retry: false,
    message: expect.stringContaining("cannot use the artifacts of"),
  });
});

it("has a user's policies and inputs over it", async () => {
  const own = smallLibrary({
    "frameworks/house.yaml": "name: House\ndescription: Ours.\ncontrols: [C-0001, C-0900]\n",
  });
  const inputs = join(own, "inputs.json");
  writeFileSync(inputs, '{"forbiddenNames": ["worse"]}');
  const library = await load({ artifactsDir: dir, userPoliciesDir: own, controlInputsFile: inputs });
  expect(library.inputs).toEqual({ forbiddenNames: ["worse"], threshold: ["3"], forbidden: ["bad"] });
  expect(idsOf(library)).toEqual(["C-0001", "C-0900", "C-0901"]);
  expect(library.frameworks.map(({ name }) => name)).toEqual(["Small", "AllControls", "House"]);
});
