import { afterAll, beforeEach } from "vitest";
import type { AppDeps } from "../app/app.ts";
import { openTestServer, type TestServer } from "./test-server.ts";

let namespaces = 0;

/**
 * One server for all tests of the file that calls it. Before each test its clock is set back, and `begin` is told the name
 * of a namespace that no other test uses.
 */
export async function sharedServer(
  begin: (namespace: string) => void = () => {},
  deps: Partial<AppDeps> = {},
): Promise<TestServer> {
  const server = await openTestServer(deps);
  const start = server.clock.now;
  beforeEach(() => {
    namespaces += 1;
    server.clock.now = start;
    begin(`shop${namespaces}`);
  });
  afterAll(() => server[Symbol.asyncDispose]());
  return server;
}
