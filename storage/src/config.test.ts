import { expect, it } from "vitest";
import { Config } from "./config.ts";

it.each(["TLS_CERT_FILE", "TLS_KEY_FILE"])(
  "refuses %s alone, for which a certificate of its own would be served",
  (name) => {
    const { error } = Config.safeParse({ [name]: "/tls/file" });
    expect(error?.issues).toMatchObject([{ path: ["TLS_CERT_FILE"], message: "goes together with TLS_KEY_FILE" }]);
  },
);

it("takes both, or neither", () => {
  const both = { TLS_CERT_FILE: "/tls/tls.crt", TLS_KEY_FILE: "/tls/tls.key" };
  expect(Config.parse(both)).toMatchObject(both);
  expect(Config.parse({})).not.toHaveProperty("TLS_CERT_FILE");
});

it.each(["::1", "fe80::1:8443", "8443", "[::1]", "localhost:https"])(
  "refuses to listen on %s, by the variable",
  (address) => {
    const { error } = Config.safeParse({ LISTEN_ADDRESS: address });
    expect(error?.issues).toMatchObject([{ path: ["LISTEN_ADDRESS"], message: "is no host:port" }]);
  },
);

it("refuses a port that there is none of, by the variable", () => {
  const { error } = Config.safeParse({ LISTEN_ADDRESS: ":70000" });
  expect(error?.issues).toMatchObject([{ path: ["LISTEN_ADDRESS"], message: "its port is above 65535" }]);
});

it.each([":8443", "0.0.0.0:0", "[::1]:8443", "localhost:65535"])("listens on %s", (address) => {
  expect(Config.parse({ LISTEN_ADDRESS: address })).toMatchObject({ LISTEN_ADDRESS: address });
});
