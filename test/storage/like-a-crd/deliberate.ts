/**
 * Where storage answers otherwise than kube-apiserver does about a custom resource, and why. A request that is not named
 * here is answered alike; one that is named and is answered alike does not belong here.
 */
const asTypedServers =
  "a server that knows its kinds at compile time answers so: custom resources are served by a handler of their own";
const moreHelpful = "500 says that the server is broken; the request is";
const nobodyIsThere = "RFC 6902, section 4: an operation is about what is there, and has all of its members";
const ownsNothing = "a map is owned by its fields, so that nobody owns one that is kept empty";
const oneVersion = "one version of it is written, which clients of both read";
const saysWhen = "kube-apiserver leaves out the time of who applies what is so already";
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
  "an older table": oneVersion,
  "an older form of metadata": oneVersion,
  "a watch of an older form of metadata": oneVersion,
  "one as a list": moreHelpful,
  "a version to watch from that is no number": moreHelpful,
  "an apply of an unknown field": "unknown fields are dropped whoever writes them, and said in a warning",
  "an apply of an unknown field, strictly": moreHelpful,
  "an apply of an unknown field, whatever it is": "as it says",
  "an apply of a wrong type": moreHelpful,
  "what a dry run beside options leaves": "a query is read beside a body as well: who asks for a dry run means it",
  "an apply of an owner twice": moreHelpful,
  "an apply of a finalizer twice": moreHelpful,
  "an apply of nothing of a body": ownsNothing,
  "an apply of a body without a field": ownsNothing,
  "an apply of no labels": ownsNothing,
  "an apply of no finalizers": ownsNothing,
  "a first apply of what was there before": saysWhen,
  "a second apply of less": saysWhen,
  "a copy of what is not there": nobodyIsThere,
  "an addition without a value": nobodyIsThere,
  "a removal from the end of a list": "RFC 6901, section 4: there is no place before the first",
  "a limit that is empty": "who writes a form leaves fields empty: it is no limit, as no version is empty",
  "a first page of everything":
    "Kubernetes lets nobody rely on remainingItemCount, and to count takes longer than to read a page",
  "a page of any version": "a limit is one whatever the version is; kube-apiserver's cache passes over it",
  "a page of any version or a newer one": "as without the match",
  "an object of a version that is no number": moreHelpful,
  "a token without a version": "410: whoever has the token of another server begins again",
  "options of a list": asTypedServers,
  "a name that is put without one": asTypedServers,
  "a log": asTypedServers,
  "an eviction": asTypedServers,
};
