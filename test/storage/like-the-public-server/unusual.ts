import { empty, get, patch, post, remove, type Story, sent, types } from "./request.ts";

/** Objects of which something is not as it mostly is. */
export const unusual: Story = {
  "a generated name": post((subject) => empty(subject, "", { name: undefined, generateName: "made-" })),
  "an unknown field": post((subject) => ({ ...empty(subject, "u1"), colour: "red" })),
  "an unknown field, strictly": post(
    (subject) => ({ ...empty(subject, "u2"), colour: "red" }),
    "?fieldValidation=Strict",
  ),
  "an unknown field, whatever it is": post(
    (subject) => ({ ...empty(subject, "u3"), colour: "red" }),
    "?fieldValidation=Ignore",
  ),
  "what the server decides": post((subject) =>
    empty(subject, "decided", {
      uid: "11111111-1111-1111-1111-111111111111",
      creationTimestamp: "2020-01-01T00:00:00Z",
      generation: 7,
      selfLink: "/x",
    }),
  ),
  "owners and finalizers": post((subject) =>
    empty(subject, "owned", {
      finalizers: ["example.com/held"],
      ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "web", uid: "11111111-1111-1111-1111-111111111111" }],
    }),
  ),
  "no type": post((subject) => ({ ...empty(subject, "untyped"), apiVersion: undefined, kind: undefined })),
  YAML: sent(
    "POST",
    "",
    ({ kind }) => `apiVersion: spdx.softwarecomposition.kubescape.io/v1beta1\nkind: ${kind}\nmetadata: {name: yaml}\n`,
    types.yaml,
  ),
  "a name in capitals": post((subject) => empty(subject, "Web_1")),
  "a name of signs": post((subject) => empty(subject, "--")),
  "an empty list of finalizers": post((subject) =>
    empty(subject, "none-hold", { finalizers: [], ownerReferences: [] }),
  ),
  "empty labels and annotations": post((subject) => empty(subject, "bare", { labels: {}, annotations: {} })),
  "null labels and annotations": post((subject) => empty(subject, "null", { labels: null, annotations: null })),
  "a body of null": post((subject) => ({ ...empty(subject, "null-body"), spec: null, status: null })),
  "all that was made": get(""),
  "letting go": patch("/owned", () => ({ metadata: { finalizers: null } })),
  "a deletion of all of it": remove(""),
};
