import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allowing } from "../../capabilities/capabilities.ts";
import { compile } from "../../compile.ts";
import { RegoLimitError } from "../../errors.ts";

/** An evaluation holds its thread, so the server that it asks runs on another. */
const program = `
const { createServer } = require("node:http");
const { parentPort } = require("node:worker_threads");
let asked = 0;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => { body += chunk; });
  request.on("end", () => {
    asked += 1;
    const { pathname } = new URL(request.url, "http://x");
    const json = (value) => { response.setHeader("Content-Type", "application/json; charset=utf-8"); response.end(JSON.stringify(value)); };
    if (pathname === "/echo") json({ method: request.method, body, token: request.headers["x-token"] ?? null, agent: request.headers["user-agent"] });
    else if (pathname === "/count") json(asked);
    else if (pathname === "/text") response.end("plain");
    else if (pathname === "/yaml") { response.setHeader("Content-Type", "application/yaml"); response.end("a: 1"); }
    else if (pathname === "/broken") { response.setHeader("Content-Type", "application/json"); response.end("{"); }
    else if (pathname === "/missing") { response.statusCode = 404; response.end(); }
    else if (pathname === "/moved") { response.statusCode = 302; response.setHeader("Location", "/echo"); response.end(); }
    else if (pathname === "/away") { response.statusCode = 302; response.setHeader("Location", "http://localhost:" + server.address().port + "/echo"); response.end(); }
    else if (pathname === "/large") { for (let i = 0; i < 17; i++) response.write("x".repeat(1024 * 1024)); response.end(); }
    else if (pathname === "/hang") { }
    else if (pathname === "/drop") request.socket.destroy();
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

let server: Worker;
let base: string;

beforeAll(async () => {
  server = new Worker(program, { eval: true });
  const port = await new Promise<number>((resolve) => server.once("message", resolve));
  base = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  await server.terminate();
});

type Options = Parameters<ReturnType<typeof compile>["evaluate"]>[1];

function resultOf(expression: string, allowNet: readonly string[] = ["127.0.0.1"], options: Options = {}): unknown {
  const capabilities = allowing(["http.send", "net.lookup_ip_addr"], allowNet);
  return compile([], { capabilities }).evaluate(expression, { input: { base }, ...options });
}

function send(path: string, more = ""): string {
  return `http.send({"method": "get", "url": concat("", [input.base, "${path}"])${more}})`;
}

it("brings status, headers and body of a response", () => {
  expect(resultOf(send("/echo"))).toMatchObject({
    status: "200 OK",
    status_code: 200,
    headers: { "content-type": ["application/json; charset=utf-8"] },
    body: { method: "GET", body: "", agent: "sortie-rego" },
    raw_body: expect.stringContaining('"method":"GET"'),
  });
});

it.each<[what: string, expression: string, value: unknown]>([
  [
    "a JSON body",
    send("/echo", `, "body": {"a": {1}}, "method": "post"`).replace(`"method": "get", `, ""),
    { body: '{"a":[1]}' },
  ],
  ["a raw body", send("/echo", `, "raw_body": "raw"`), { body: "raw" }],
  ["headers", send("/echo", `, "headers": {"X-Token": "t"}`), { token: "t" }],
])("sends %s", (_what, expression, value) => {
  expect(resultOf(`${expression}.body`)).toMatchObject(value as object);
});

it.each<[path: string, more: string, body: unknown]>([
  ["/text", "", null],
  ["/broken", "", null],
  ["/yaml", "", { a: 1 }],
  ["/yaml", `, "force_json_decode": true`, null],
  ["/count", `, "force_yaml_decode": true, "headers": {"a": "b"}`, expect.any(Number)],
])("decodes %s%s as OPA does", (path, more, body) => {
  expect(resultOf(`${send(path, more)}.body`)).toEqual(body);
});

it("asks once for all equal requests of an evaluation", () => {
  expect(resultOf(`[${send("/count")}.body, ${send("/count")}.body]`)).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
  const [first, second] = resultOf(`[${send("/count")}.body, ${send("/count")}.body]`) as [number, number];
  expect(second).toBe(first);
});

it("follows redirects only when told to, and only to allowed hosts", () => {
  expect(resultOf(`${send("/moved")}.status_code`)).toBe(302);
  expect(resultOf(`${send("/moved", `, "enable_redirect": true`)}.status_code`)).toBe(200);
  const away = send("/away", `, "enable_redirect": true, "raise_error": false`);
  expect(resultOf(`${away}.error.message`)).toBe("http.send: disallowed host: localhost");
});

it("reaches no host that is not allowed", () => {
  expect(resultOf(send("/echo"), [])).toBeUndefined();
  expect(() => resultOf(send("/echo"), [], { strictBuiltinErrors: true })).toThrow("disallowed host: 127.0.0.1");
  expect(resultOf(`${send("/echo", `, "raise_error": false`)}.error`, [])).toEqual({
    code: "eval_http_send_internal_error",
    message: "http.send: disallowed host: 127.0.0.1",
  });
});

it.each([
  ["a connection that breaks", "/drop", ""],
  ["a response that does not come in time", "/hang", `, "timeout": "50ms"`],
])("tells of %s", (_what, path, more) => {
  const answer = resultOf(send(path, `${more}, "raise_error": false`));
  expect(answer).toEqual({
    status_code: 0,
    error: { code: "eval_http_send_network_error", message: expect.stringContaining(`Get "${base}${path}"`) },
  });
});

it("takes no body that is too large", () => {
  expect(resultOf(`${send("/large", `, "raise_error": false`)}.error.message`)).toContain("larger than");
});

it.each([
  [`{"method": "get"}`, `missing required request parameters(s): {"url"}`],
  [`{"method": "get", "url": "http://127.0.0.1", "x": 1}`, `invalid request parameters(s): {"x"}`],
  [`{"method": 1, "url": "http://127.0.0.1"}`, `"method" must be a string`],
  [`{"method": "get", "url": "unix://x?socket=y"}`, `unsupported protocol scheme "unix"`],
  [
    `{"method": "get", "url": "http://127.0.0.1", "tls_ca_cert_file": "/etc/passwd"}`,
    "tls_ca_cert_file is not supported",
  ],
  [`{"method": "get", "url": "http://127.0.0.1", "timeout": "soon"}`, "invalid duration"],
])("refuses %s", (request, problem) => {
  expect(() => resultOf(`http.send(${request})`, ["127.0.0.1"], { strictBuiltinErrors: true })).toThrow(problem);
});

it("waits no longer than the evaluation may run", () => {
  const run = () =>
    resultOf(`${send("/hang")}; count(numbers.range(1, 100000))`, ["127.0.0.1"], {
      limits: { deadlineMs: 100 },
      strictBuiltinErrors: true,
    });
  expect(run).toThrow(/request timed out|limit reached: deadline/);
});

it("charges a request as work", () => {
  expect(() => resultOf(send("/echo"), ["127.0.0.1"], { limits: { steps: 100 } })).toThrow(RegoLimitError);
});

it("looks up names that are allowed", () => {
  const found = resultOf(`net.lookup_ip_addr("localhost")`, ["localhost"]) as string[];
  expect(found.every((address) => ["127.0.0.1", "::1"].includes(address))).toBe(true);
  expect(found.length).toBeGreaterThan(0);
  expect(resultOf(`net.lookup_ip_addr("localhost")`, [])).toBeUndefined();
  expect(resultOf(`net.lookup_ip_addr("10.0.0.1")`, ["10.0.0.1"])).toEqual(["10.0.0.1"]);
});
