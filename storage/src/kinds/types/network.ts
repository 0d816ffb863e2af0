import { inline, list, message, optional, pointer, text, whole32 } from "../../schema/message.ts";
import { labelSelector, objectMeta } from "../../schema/meta.ts";

/** Somebody that a container talks to. */
export const networkNeighbor = message("NetworkNeighbor", "Somebody that a container talks to.", {
  identifier: [1, text, "Tells it from the others."],
  type: [2, text, "internal or external."],
  dns: [3, text, "Deprecated: see dnsNames."],
  dnsNames: [4, list(text), "Its names."],
  ports: [
    5,
    list(
      message("NetworkPort", "A port.", {
        name: [1, text, "Protocol and number, for example TCP-80."],
        protocol: [2, text, "TCP, UDP or SCTP."],
        port: [3, pointer(whole32), "Its number."],
      }),
    ),
    "The ports that are used.",
  ],
  podSelector: [6, pointer(labelSelector), "Selects it, where it is pods."],
  namespaceSelector: [7, pointer(labelSelector), "Selects the namespace of the pods."],
  ipAddress: [8, text, "Deprecated: see ipAddresses."],
  ipAddresses: [9, optional(list(text)), "Its addresses."],
});

const container = message("NetworkNeighborhoodContainer", "Whom a container talks to.", {
  name: [1, text, "Name of the container."],
  ingress: [2, list(networkNeighbor), "Who calls it."],
  egress: [3, list(networkNeighbor), "Whom it calls."],
});

export const networkNeighborhoodType = message("NetworkNeighborhood", "Whom the containers of a workload talk to.", {
  spec: [
    2,
    message("NetworkNeighborhoodSpec", "Whom they talk to.", {
      labelSelector: [3, inline(labelSelector), "Selects the pods of the workload."],
      containers: [4, list(container), "The containers."],
      initContainers: [5, list(container), "The init containers."],
      ephemeralContainers: [6, list(container), "The ephemeral containers."],
    }),
    "Whom they talk to.",
  ],
});

const policyPort = message("NetworkPolicyPort", "A port.", {
  protocol: [1, optional(pointer(text)), "TCP, UDP or SCTP."],
  port: [2, optional(pointer(whole32)), "Its number."],
  endPort: [3, optional(pointer(whole32)), "Last number of a range."],
});

const peer = message("NetworkPolicyPeer", "Somebody that traffic is allowed with.", {
  podSelector: [1, optional(pointer(labelSelector)), "Selects pods."],
  namespaceSelector: [2, optional(pointer(labelSelector)), "Selects namespaces."],
  ipBlock: [
    3,
    optional(
      pointer(
        message("IPBlock", "A range of addresses.", {
          cidr: [1, text, "The range."],
          except: [2, optional(list(text)), "Ranges in it that are not meant."],
        }),
      ),
    ),
    "A range of addresses.",
  ],
});

const policySpec = message("NetworkPolicySpec", "What traffic is allowed. Kubernetes, Network Policies.", {
  podSelector: [1, labelSelector, "The pods it is about."],
  ingress: [
    2,
    list(
      message("NetworkPolicyIngressRule", "Traffic to the pods.", {
        ports: [1, optional(list(policyPort)), "Ports of the pods."],
        from: [2, optional(list(peer)), "Who may call."],
      }),
    ),
    "Traffic to the pods.",
  ],
  egress: [
    3,
    list(
      message("NetworkPolicyEgressRule", "Traffic of the pods.", {
        ports: [1, optional(list(policyPort)), "Ports of the others."],
        to: [2, optional(list(peer)), "Who may be called."],
      }),
    ),
    "Traffic of the pods.",
  ],
  policyTypes: [4, list(text), "Ingress, Egress or both."],
});

const networkPolicy = message("NetworkPolicy", "A policy to be written to networking.k8s.io/v1.", {
  kind: [1, optional(text), "NetworkPolicy"],
  apiVersion: [2, optional(text), "networking.k8s.io/v1"],
  metadata: [3, objectMeta, "Its metadata."],
  spec: [4, policySpec, "What traffic is allowed."],
});

export const generatedNetworkPolicyType = message(
  "GeneratedNetworkPolicy",
  "The network policy that allows what a workload was seen to do, computed when it is read.",
  {
    spec: [2, networkPolicy, "The policy."],
    policyRef: [
      3,
      optional(
        list(
          message("PolicyRef", "Who is behind a range of addresses in the policy.", {
            ipBlock: [1, text, "The range."],
            originalIP: [2, text, "The address that was seen."],
            dns: [3, text, "The name that was seen."],
            name: [4, text, "Name of the known server."],
            server: [5, text, "The known server."],
          }),
        ),
      ),
      "Who is behind the ranges of addresses in the policy.",
    ],
  },
);

export const knownServerType = message("KnownServer", "Ranges of addresses whose owner is known.", {
  spec: [
    2,
    list(
      message("KnownServerEntry", "A range of addresses.", {
        ipBlock: [1, text, "The range."],
        server: [2, text, "Its owner."],
        name: [3, text, "What it is called."],
      }),
    ),
    "The ranges.",
  ],
});
