import { expect, it } from "vitest";
import { Command } from "../operator-command/command.ts";
import { cutCredentials } from "./cut-credentials.ts";

const command = (args: unknown) => Command.parse({ commandName: "x", args });

it("moves account and access key of a scan into the Secret and leaves references", () => {
  const cut = cutCredentials(
    command({ scanV1: { account: "acc", AccessKey: "key", targetNames: ["nsa"] } }),
    "my-command",
  );
  expect(cut.credentials).toEqual({ "0.scanV1.account": "acc", "1.scanV1.AccessKey": "key" });
  expect(cut.command.args).toEqual({
    scanV1: {
      account: { secretKeyRef: { name: "my-command", key: "0.scanV1.account" } },
      AccessKey: { secretKeyRef: { name: "my-command", key: "1.scanV1.AccessKey" } },
      targetNames: ["nsa"],
    },
  });
});

it.each([
  ["aws", { accessKeyID: "s3cret", secretAccessKey: "s3cret" }],
  ["azure", { accessToken: "s3cret" }],
  ["google", { key: { private_key: "s3cret" } }],
  ["harbor", { password: "s3cret" }],
  ["quay", { robotAccountToken: "s3cret" }],
  ["legacy", { registryToken: "s3cret", authMethod: { Password: "s3cret" } }],
  ["list", [{ credentialsList: [{ username: "u", password: "s3cret" }] }]],
  ["own words", { api_token: "s3cret", "client-secret": "s3cret" }],
])("leaves no credential of a %s registry in the body", (_provider, registry) => {
  const cut = cutCredentials(command({ "registryInfo-v1": registry }), "s");
  expect(JSON.stringify(cut.command)).not.toContain("s3cret");
  expect(JSON.stringify(cut.credentials)).toContain("s3cret");
});

it("leaves names of Secrets and empty values alone", () => {
  const args = { "registry-secret": "kubescape-registry-scan-1", secretName: "s", scanV1: { account: "" } };
  expect(cutCredentials(command(args), "s")).toEqual({ command: command(args), credentials: undefined });
});

it("leaves the labels alone that an exception names", () => {
  const attributes = { kind: "Deployment", auth: "basic", "example.com/uses-token": "true" };
  const exception = (more: object) => ({
    scanV1: { Exceptions: [{ name: "a", resources: [{ attributes }], ...more }] },
  });
  expect(cutCredentials(command(exception({})), "s")).toEqual({
    command: command(exception({})),
    credentials: undefined,
  });
  const cut = cutCredentials(command(exception({ token: "s3cret" })), "s");
  expect(JSON.stringify(cut.command)).not.toContain("s3cret");
  expect(Object.values(cut.credentials ?? {})).toEqual(["s3cret"]);
});
