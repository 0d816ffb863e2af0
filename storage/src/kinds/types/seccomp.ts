import { flag, inline, list, map, message, optional, text, time, whole } from "../../schema/message.ts";

const syscall = message("Syscall", "What becomes of system calls.", {
  names: [1, list(text), "The calls."],
  action: [2, text, "What becomes of them."],
  errnoRet: [3, optional(whole), "Error they return."],
  args: [
    4,
    optional(
      list(
        message("Arg", "Condition on an argument.", {
          index: [1, whole, "Position of the argument."],
          value: [2, optional(whole), "Value it is compared with."],
          valueTwo: [3, optional(whole), "Second value, for masks."],
          op: [4, text, "How it is compared."],
        }),
      ),
    ),
    "Conditions on their arguments.",
  ],
});

const profileSpec = message("SingleSeccompProfileSpec", "Which system calls are allowed.", {
  specBase: [
    1,
    inline(message("SpecBase", "State.", { disabled: [1, optional(flag), "Whether the profile is not used."] })),
    "State.",
  ],
  baseProfileName: [2, optional(text), "Profile that this one adds to."],
  defaultAction: [3, text, "What becomes of calls that are not named."],
  architectures: [4, optional(list(text)), "Processors it is for."],
  listenerPath: [5, optional(text), "Socket that is told of calls."],
  listenerMetadata: [6, optional(text), "What that socket is told besides."],
  syscalls: [7, optional(list(syscall)), "What becomes of named calls."],
  flags: [8, optional(list(text)), "Flags of the filter."],
});

/** The profile of one container. */
export const singleSeccompProfile = message("SingleSeccompProfile", "Seccomp profile of a container.", {
  name: [1, optional(text), "Name of the container."],
  path: [2, optional(text), "Where the profile is on the node."],
  spec: [3, profileSpec, "Which system calls are allowed."],
});

const condition = message("Condition", "One aspect of the state.", {
  type: [1, text, "The aspect."],
  status: [2, text, "True, False or Unknown."],
  lastTransitionTime: [3, time, "When that last changed."],
  reason: [4, text, "Why, for programs."],
  message: [5, optional(text), "Why, for people."],
});

const conditioned = message("ConditionedStatus", "State by aspects.", {
  conditions: [1, optional(list(condition)), "The aspects."],
});

const profileStatus = message("SingleSeccompProfileStatus", "State of a profile.", {
  statusBase: [
    1,
    inline(
      message("StatusBase", "State.", {
        conditionedStatus: [1, inline(conditioned), "State by aspects."],
        status: [2, optional(text), "State in a word."],
      }),
    ),
    "State.",
  ],
  path: [2, optional(text), "Where the profile is on the node."],
  activeWorkloads: [3, optional(list(text)), "Workloads that use it."],
  localhostProfile: [4, optional(text), "Name that pods use it by."],
});

export const seccompProfileType = message(
  "SeccompProfile",
  "Which system calls the containers of a workload may make.",
  {
    spec: [
      2,
      message("SeccompProfileSpec", "The profiles.", {
        containers: [1, optional(list(singleSeccompProfile)), "Of the containers."],
        initContainers: [2, optional(list(singleSeccompProfile)), "Of the init containers."],
        ephemeralContainers: [3, optional(list(singleSeccompProfile)), "Of the ephemeral containers."],
      }),
      "The profiles.",
    ],
    status: [
      3,
      message("SeccompProfileStatus", "State of the profiles.", {
        containers: [1, optional(map(profileStatus)), "By container."],
      }),
      "State of the profiles.",
    ],
  },
);
