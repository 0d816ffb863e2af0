// An event receiver in the cluster: it takes reports over TLS and shows to a test what it got.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { PostureReportChunk } from "@sortie/wire";
import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import { namespace } from "./installation.ts";

const place = "event-receiver";
const port = 8443;
export const account = { account: "e2e-account", accessKey: "e2e-key" };

const Received = z.array(z.object({ path: z.string(), key: z.string(), chunk: PostureReportChunk }));

export type EventReceiver = {
  /** Settings of the chart that have scans reported to it. */
  settings: string[];
  /** What it got since it was asked last. */
  received(): Promise<z.infer<typeof Received>>;
  remove(): Promise<void>;
};

const program = `
const { readFileSync } = require("node:fs");
const tls = { key: readFileSync("/tls/tls.key"), cert: readFileSync("/tls/tls.crt") };
const received = [];
require("node:https").createServer(tls, (request, response) => {
  if (request.method === "GET") return response.end(JSON.stringify(received.splice(0)));
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    received.push({ path: request.url, key: request.headers["x-api-key"], chunk: JSON.parse(body) });
    response.end("{}");
  });
}).listen(${port});`;

export async function startEventReceiver(cluster: Cluster): Promise<EventReceiver> {
  await cluster.kubectl(["delete", "namespace", place, "--ignore-not-found", "--timeout=60s"]);
  const apply = (...items: object[]) =>
    cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: place } }, service);
  const address = await cluster.kubectl(["get", "service", place, "-n", place, "-o=jsonpath={.spec.clusterIP}"]);
  const { certificate, key } = await certificateFor(address);
  const metadata = { name: place, namespace: place };
  const stringData = { "tls.crt": certificate, "tls.key": key };
  await apply(
    { apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", stringData },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: place, namespace }, data: { "ca.crt": certificate } },
    pod,
  );
  await cluster.kubectl(["wait", `pod/${place}`, "-n", place, "--for=condition=Ready", "--timeout=60s"]);
  const path = `/api/v1/namespaces/${place}/pods/https:${place}:${port}/proxy/`;
  return {
    settings: settingsFor(`https://${address}:${port}`),
    received: async () => Received.parse(JSON.parse(await cluster.kubectl(["get", "--raw", path]))),
    remove: async () => {
      await cluster.kubectl(["delete", "namespace", place, "--ignore-not-found", "--wait=false"]);
    },
  };
}

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: place, namespace: place },
  spec: { selector: { app: place }, ports: [{ port }] },
};

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: place, namespace: place, labels: { app: place } },
  spec: {
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    containers: [
      {
        name: "receiver",
        image: "localhost/sortie/dispatcher:dev",
        imagePullPolicy: "Never",
        command: ["/usr/local/bin/node", "-e", program],
        readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
        volumeMounts: [{ name: "tls", mountPath: "/tls", readOnly: true }],
      },
    ],
    volumes: [{ name: "tls", secret: { secretName: place, defaultMode: 0o444 } }],
  },
};

function settingsFor(url: string): string[] {
  const volume = { name: "receiver-ca", configMap: { name: place } };
  const mount = { name: "receiver-ca", mountPath: "/etc/sortie/receiver-ca", readOnly: true };
  return [
    `--set=account=${account.account},accessKey=${account.accessKey}`,
    `--set=kubescape.eventReceiverUrl=${url}`,
    "--set=kubescape.env.NODE_EXTRA_CA_CERTS=/etc/sortie/receiver-ca/ca.crt",
    `--set-json=kubescape.volumes=${JSON.stringify([volume])}`,
    `--set-json=kubescape.volumeMounts=${JSON.stringify([mount])}`,
  ];
}

/** A certificate of nobody's but its own, as PEM. */
async function certificateFor(address: string): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const now = Date.now();
  const hour = 3_600_000;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${place}`,
    notBefore: new Date(now - hour),
    notAfter: new Date(now + 24 * hour),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: "ip", value: address }]),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: certificate.toString("pem"), key: x509.PemConverter.encode(pkcs8, "PRIVATE KEY") };
}
