import { type ClusterObject, metadataOf, type Place, text } from "./object.ts";
import type { App } from "./pod-spec.ts";

export function service(place: Place, { name, labels }: App): ClusterObject {
  const { random } = place;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(place, name, labels),
    spec: {
      type: random.pick(["ClusterIP", "ClusterIP", "ClusterIP", "NodePort", "LoadBalancer"]),
      selector: random.chance(0.9) ? labels : { app: `${name}-gone` },
      ports: [
        { name: "http", port: 80, targetPort: 8080, protocol: "TCP" },
        ...(random.chance(0.05) ? [{ name: "ssh", port: 22, targetPort: 22, protocol: "TCP" }] : []),
      ],
      clusterIP: `10.96.${random.below(250)}.${random.below(250)}`,
      ipFamilies: ["IPv4"],
      sessionAffinity: "None",
    },
    status: { loadBalancer: {} },
  };
}

export function endpoints(place: Place, { name, labels }: App): ClusterObject[] {
  const addresses = place.random.list(2, 6, (i) => `10.244.${place.random.below(250)}.${i}`);
  return [
    {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: metadataOf(place, name, labels),
      subsets: [{ addresses: addresses.map((ip) => ({ ip, nodeName: "node-1" })), ports: [{ port: 8080 }] }],
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: metadataOf(place, `${name}-${text(place.random, 5, "bcdfg2456")}`, labels),
      addressType: "IPv4",
      endpoints: addresses.map((ip) => ({ addresses: [ip], conditions: { ready: true }, nodeName: "node-1" })),
      ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    },
  ];
}

export function ingress(place: Place, { name }: App): ClusterObject {
  const backend = { service: { name: place.random.chance(0.9) ? name : `${name}-gone`, port: { number: 80 } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: metadataOf(place, name),
    spec: {
      ingressClassName: "nginx",
      ...(place.random.chance(0.5) ? { tls: [{ hosts: [`${name}.example.com`], secretName: `${name}-tls` }] } : {}),
      rules: [{ host: `${name}.example.com`, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    },
  };
}

export function route(place: Place, { name }: App): ClusterObject {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: place.random.pick(["HTTPRoute", "TCPRoute"]),
    metadata: metadataOf(place, name),
    spec: {
      parentRefs: [{ name: "public", namespace: "ingress" }],
      rules: [{ backendRefs: [{ name: place.random.chance(0.9) ? name : `${name}-gone`, port: 80 }] }],
    },
  };
}

export function networkPolicy(place: Place, { name, labels }: App): ClusterObject {
  const { random } = place;
  if (random.chance(0.1)) {
    return {
      apiVersion: "cilium.io/v2",
      kind: "CiliumNetworkPolicy",
      metadata: metadataOf(place, name),
      spec: { endpointSelector: { matchLabels: labels }, ingress: [{ fromEndpoints: [{ matchLabels: labels }] }] },
    };
  }
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(place, name),
    spec: {
      podSelector: random.pick([
        { matchLabels: labels },
        { matchLabels: { app: `${name}-gone` } },
        { matchExpressions: [{ key: "app", operator: "In", values: [name, "other"] }] },
      ]),
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080, protocol: "TCP" }] }],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
    },
  };
}
