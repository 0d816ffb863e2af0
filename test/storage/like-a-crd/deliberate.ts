/**
 * Where storage answers otherwise than kube-apiserver does about a custom resource, and why. A request that is not named
 * here is answered alike; one that is named and is answered alike does not belong here.
 */
const asTypedServers =
  "a server that knows its kinds at compile time answers so: custom resources are served by a handler of their own";
const moreHelpful = "500 says that the server is broken; the request is";
const shownEmpty = "Headlamp reads labels and annotations without asking whether there are any";

export const deliberate: Record<string, string> = {
  "a resourceVersion": moreHelpful,
  "empty labels": shownEmpty,
  "another kind": asTypedServers,
  "an object at its own URL": asTypedServers,
  "a list of the collection that is put": asTypedServers,
  "an object in no namespace": asTypedServers,
  "its status": asTypedServers,
  "its scale": asTypedServers,
  "an object below an object": asTypedServers,
  "an update of no number": moreHelpful,
  "a patch of the kind": asTypedServers,
  "a patch of the group": asTypedServers,
  "a JSON patch that replaces what is not there": "RFC 6902, section 4.3: what is replaced must exist",
  "an older table": "one version of a table is written, which clients of both read",
  "one as a list": moreHelpful,
  "a version to watch from that is no number": moreHelpful,
  "an apply of an unknown field": "unknown fields are dropped whoever writes them, and said in a warning",
  "an apply of an unknown field, strictly": moreHelpful,
  "an apply of an unknown field, whatever it is": "as it says",
  "an apply of a wrong type": moreHelpful,
  "what a dry run beside options leaves": "a query is read beside a body as well: who asks for a dry run means it",
  "an apply of an owner twice": moreHelpful,
  "an apply of a finalizer twice": moreHelpful,
};
