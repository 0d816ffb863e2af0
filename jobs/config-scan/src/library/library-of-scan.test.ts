import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createLogger } from "@sortie/process";
import { JudgedLibrary } from "@sortie/wire";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { smallArtifacts } from "../artifacts/small-artifacts.ts";
import { Config } from "../config.ts";
import { libraryOfScan } from "./library-of-scan.ts";
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

async function load(environment: Record<string, string>) {
  const destination = new Writable({
    write(line: Buffer, _, done) {
      log.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const config = Config.parse({ POLICIES_DIR: policies, ...environment });
  const signal = new AbortController().signal;
  return await libraryOfScan(config, { log: createLogger("test", "info", destination), signal });
}

const idsOf = ({ controls }: { controls: { id: string }[] }) => controls.map(({ id }) => id);

it("is our own library, unless something else is named", async () => {
  expect(idsOf(await load({}))).toEqual(["C-0001"]);
});

it("is a set of artifacts, from a folder or a server", async () => {
  for (const environment of [{ ARTIFACTS_DIR: dir }, { ARTIFACTS_URL: `${url}/v2` }]) {
    expect(idsOf(await load(environment))).toEqual(["C-0900", "C-0901"]);
  }
  expect(log).toEqual([]);
});

it("is our own library when artifacts cannot be downloaded, and the log warns of it without the address's password", async () => {
  const address = url.replace("http://", "http://me:password@");
  expect(idsOf(await load({ ARTIFACTS_URL: `${address}/v1?key=secret` }))).toEqual(["C-0001"]);
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
  await expect(load({ ARTIFACTS_DIR: policies })).rejects.toMatchObject({
    code: "invalid_input",
    retry: false,
    message: expect.stringContaining("cannot use the artifacts of"),
  });
});

it("has a user's policies and inputs over it, and is written down for who reports on the scan", async () => {
  const own = smallLibrary({
    "frameworks/house.yaml": "name: House\ndescription: Ours.\ncontrols: [C-0001, C-0900]\n",
  });
  const [inputs, out] = [join(own, "inputs.json"), join(own, "library.json")];
  writeFileSync(inputs, '{"forbiddenNames": ["worse"]}');
  const environment = { ARTIFACTS_DIR: dir, USER_POLICIES_DIR: own, CONTROL_INPUTS_FILE: inputs, LIBRARY_OUT: out };
  const library = await load(environment);
  expect(library.inputs).toEqual({ forbiddenNames: ["worse"], threshold: ["3"], forbidden: ["bad"] });
  const written = JudgedLibrary.parse(JSON.parse(readFileSync(out, "utf8")));
  expect(idsOf(written)).toEqual(["C-0001", "C-0900", "C-0901"]);
  expect(written.frameworks.map(({ name }) => name)).toEqual(["Small", "AllControls", "House"]);
});
