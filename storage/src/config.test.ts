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
