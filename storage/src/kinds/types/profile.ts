import type { Message } from "../../schema/message.ts";
import { flag, inline, list, map, message, optional, raw, text, whole, whole32 } from "../../schema/message.ts";
import { labelSelector } from "../../schema/meta.ts";
import { networkNeighbor } from "./network.ts";
import { singleSeccompProfile } from "./seccomp.ts";

const exec = message("ExecCalls", "A program that was started.", {
  path: [1, optional(text), "Path of the program."],
  args: [2, optional(list(text)), "Its arguments."],
  envs: [3, optional(list(text)), "Its environment."],
  argsRequired: [4, optional(flag), "Whether absent arguments mean that there may be none."],
});

const open = message("OpenCalls", "A file that was opened.", {
  path: [1, text, "Path of the file."],
  flags: [2, list(text), "How it was opened."],
});

const endpoint = message("HTTPEndpoint", "An HTTP address that was called.", {
  endpoint: [1, optional(text), "Port and path."],
  methods: [2, optional(list(text)), "Methods it was called with."],
  internal: [3, flag, "Whether it is inside the cluster."],
  direction: [4, optional(text), "inbound or outbound."],
  headers: [5, optional(raw), "Values of headers by name."],
});

const rulePolicy = message("RulePolicy", "What a rule of run-time detection lets pass.", {
  processAllowed: [1, optional(list(text)), "Processes it lets pass."],
  containerAllowed: [2, optional(flag), "Whether it lets the whole container pass."],
});

const callStackNode: Message = message("CallStackNode", "One frame and what was called from it.", () => ({
  children: [1, list(callStackNode), "What was called from it."],
  frame: [
    2,
    message("StackFrame", "A place in a program.", {
      fileID: [1, text, "The file."],
      lineno: [2, text, "The line."],
      frameType: [3, whole, "Kind of frame."],
    }),
    "The frame.",
  ],
}));

const identifiedCallStack = message("IdentifiedCallStack", "The calls that led to something.", {
  callID: [1, text, "What they led to."],
  callStack: [
    2,
    message("CallStack", "A tree of calls.", { root: [1, callStackNode, "Where they began."] }),
    "The calls.",
  ],
});

/** What is known about one container, in the profile of a workload and in that of the container alone. */
const observed = {
  capabilities: [2, list(text), "Capabilities that were used."],
  execs: [3, list(exec), "Programs that were started."],
  opens: [4, list(open), "Files that were opened."],
  syscalls: [5, list(text), "System calls that were made."],
  seccompProfile: [6, singleSeccompProfile, "Seccomp profile that allows them."],
  endpoints: [7, list(endpoint), "HTTP addresses that were called."],
  imageID: [8, text, "Digest of the image."],
  imageTag: [9, text, "Name of the image."],
  rulePolicies: [10, map(rulePolicy), "What rules of run-time detection let pass, by rule."],
  identifiedCallStacks: [11, list(identifiedCallStack), "Call stacks that are known to be good."],
} satisfies Parameters<typeof message>[2];

const container = message("ApplicationProfileContainer", "What a container did.", {
  name: [1, optional(text), "Name of the container."],
  ...observed,
});

export const applicationProfileType = message("ApplicationProfile", "What the containers of a workload did.", {
  spec: [
    2,
    message("ApplicationProfileSpec", "What they did.", {
      architectures: [1, list(text), "Processors they ran on."],
      containers: [2, optional(list(container)), "The containers."],
      initContainers: [3, optional(list(container)), "The init containers."],
      ephemeralContainers: [4, optional(list(container)), "The ephemeral containers."],
    }),
    "What they did.",
  ],
  status: [3, message("ApplicationProfileStatus", "Empty.", {}), "Empty."],
});

export const containerProfileType = message("ContainerProfile", "What one container of a workload did.", {
  spec: [
    2,
    message("ContainerProfileSpec", "What it did.", {
      architectures: [1, list(text), "Processors it ran on."],
      ...observed,
      labelSelector: [101, inline(labelSelector), "Selects the pods of the workload."],
      ingress: [102, list(networkNeighbor), "Who called it."],
      egress: [103, list(networkNeighbor), "Whom it called."],
    }),
    "What it did.",
  ],
  status: [3, message("ContainerProfileStatus", "Empty.", {}), "Empty."],
});

export const collapseConfigurationType = message(
  "CollapseConfiguration",
  "When many paths in profiles become one with a wildcard. The one that is used is named default.",
  {
    spec: [
      2,
      message("CollapseConfigurationSpec", "The thresholds.", {
        openDynamicThreshold: [1, optional(whole32), "Files in a directory."],
        endpointDynamicThreshold: [2, optional(whole32), "Addresses below a path."],
        collapseConfigs: [
          3,
          optional(
            list(
              message("CollapseConfigEntry", "Threshold of a directory.", {
                prefix: [1, text, "The directory."],
                threshold: [2, whole32, "Files in it."],
              }),
            ),
          ),
          "Thresholds of single directories.",
        ],
      }),
      "The thresholds.",
    ],
  },
);
