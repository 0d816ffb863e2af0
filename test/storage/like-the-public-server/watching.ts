import { filled, get, type Make, patch, post, remove, type Story, types } from "./request.ts";
import { pathOf, root } from "./subject.ts";

const partial = `${types.json};as=PartialObjectMetadata;g=meta.k8s.io;v=v1`;
const table = `${types.json};as=Table;g=meta.k8s.io;v=v1`;

/** A watch during which an object is made, changed and deleted. */
const life = (name: string, query: string, options: { accept?: string; everywhere?: boolean } = {}): Make => {
  const { accept = types.json, everywhere = false } = options;
  return (subject, before) => ({
    method: "GET",
    path: `${everywhere ? `${root}/${subject.resource}` : pathOf(subject)}?watch=true&timeoutSeconds=60&${query}`,
    headers: { Accept: accept },
    meanwhile: [
      post(() => filled(subject, name)),
      patch(`/${name}`, () => ({ metadata: { labels: { changed: "yes" } } })),
      remove(`/${name}`),
    ].map((make) => make(subject, before)),
  });
};

const since =
  (make: (version: string) => Make): Make =>
  (subject, before) =>
    make(String(before("a list").body.metadata.resourceVersion))(subject, before);

/** Watches of an object that is made, changed and deleted, in every scope and representation. */
export const watching: Story = {
  "a list": get(""),
  "what happens since a list": since((version) => life("w1", `resourceVersion=${version}`, { everywhere: true })),
  "what happens in a namespace": since((version) => life("w2", `resourceVersion=${version}`)),
  "what happens, in full": life("w3", "resourceVersion=fullSpec", { everywhere: true }),
  "what happens, metadata only": life("w4", "resourceVersion=metadata", { everywhere: true }),
  "what happens, in protobuf": life("w5", "resourceVersion=metadata", { accept: types.protobuf, everywhere: true }),
  "what happens, in full, in protobuf": life("w6", "resourceVersion=fullSpec", {
    accept: types.protobuf,
    everywhere: true,
  }),
  "what happens, as metadata": life("w7", "resourceVersion=metadata", { accept: partial, everywhere: true }),
  "what happens, as tables": life("w8", "resourceVersion=metadata", { accept: table, everywhere: true }),
  "what there is and happens": life("w9", "", { everywhere: true }),
  "what there is and happens in any version": life("w10", "resourceVersion=0", { everywhere: true }),
  "what happens to one": life("w11", "resourceVersion=metadata&fieldSelector=metadata.name=w11"),
  "what happens to those with a label": life("w12", "resourceVersion=metadata&labelSelector=changed=yes", {
    everywhere: true,
  }),
  "a version to watch from that is no number": get("?watch=1&resourceVersion=x&timeoutSeconds=1"),
  "a watch of a field": get("?watch=1&fieldSelector=spec.x=1&timeoutSeconds=1"),
  "a watch of HTML": get("?watch=1&timeoutSeconds=1", "text/html"),
};
