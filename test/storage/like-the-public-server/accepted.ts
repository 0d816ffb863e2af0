import type { Found } from "./judge.ts";

/** Differences that are to be: which, and why. The first that fits counts. */
type Accepted = { of: Partial<Record<keyof Found, RegExp>>; why: string };

const code = /^code$/;
const nothing = /^-$/;
const profiles = /^(ApplicationProfile|ContainerProfile|NetworkNeighborhood)$/;
const sums = /^(ConfigurationScanSummary|VulnerabilitySummary)$/;

/** What the public server does wrong. */
const faults: Accepted[] = [
  { of: { at: code, request: /dry$/ }, why: "it breaks off at a dry run" },
  { of: { at: code, theirs: /500/, request: /: an apply$/ }, why: "it cannot apply what it has made" },
  { of: { at: /labels\.applied$/, theirs: nothing }, why: "it cannot apply what it has made" },
  { of: { at: code, theirs: /500/, request: /name that is too long/ }, why: "it fails at a name that is too long" },
  {
    of: { at: code, request: /no number|negative|page that there is not/ },
    why: "it takes any text for a version or a token",
  },
  {
    of: { at: code, request: /namespace that is not there/ },
    why: "it makes objects in namespaces that are not there",
  },
  { of: { at: code, request: /a finalizer more|let go|letting go/ }, why: "it does not delete what was let go" },
  { of: { at: /^names$/, request: /all of it$/ }, why: "it does not delete what was let go" },
  {
    of: { at: /deletion(Timestamp|GracePeriodSeconds)$/, theirs: nothing },
    why: "it forgets that something is being deleted",
  },
  {
    of: { request: /deleting: (a deletion in the foreground|one in the foreground|its end)$/ },
    why: "it deletes at once, whatever is to become of dependents",
  },
  { of: { at: /^names$/, request: /reading: (those|one|all but)|of a selection/ }, why: "its selectors do not select" },
  {
    of: { at: /^names$/, request: /deleting: (what is left|a deletion of everything)/ },
    why: "a deletion of a selection deletes everything",
  },
  { of: { at: /^events$/, request: /in a namespace$|to one$/ }, why: "watches of a namespace tell nothing" },
  { of: { at: /^events$/, request: /with a label$/ }, why: "watches do not select" },
  { of: { kind: sums, at: /^names$/ }, why: "it has sums of namespaces that are not there" },
  { of: { kind: sums, request: /one that is not there$/, at: code }, why: "it has a sum of what is not there" },
  {
    of: { kind: /^Generated/, at: code, theirs: /500/ },
    why: "it fails at a policy of a workload without a template hash",
  },
  { of: { at: /metadata\.resourceVersion$/, theirs: /^(-|"0?")$/ }, why: "lists and sums have no version" },
  { of: { at: /continue$/, request: /the last page$/ }, why: "the last page has a token" },
  { of: { kind: sums, at: /creationTimestamp$/, theirs: nothing }, why: "sums have no time" },
  { of: { at: /metadata\.uid$/, request: /^computed/, theirs: /^(-|"")$/ }, why: "sums have no uid" },
];

/** What ours does otherwise on purpose: docs/reference/storage-api.md and storage-traps.md say so. */
const choices: Accepted[] = [
  { of: { at: /managedFields/ }, why: "field managers are kept" },
  { of: { at: /\.generation$/ }, why: "generations are counted" },
  { of: { at: /(columnDefinitions|cells)/ }, why: "columns of a kind's own" },
  { of: { at: /items\.\d+\.(kind|apiVersion)$/ }, why: "items of a list say what they are" },
  { of: { at: /sync-checksum$/ }, why: "checksums where clients look for them" },
  { of: { at: /resource-size$/ }, why: "sizes where reports are joined" },
  {
    of: { at: /annotations$/, theirs: /^{"kubescape.io\/(sync-checksum|resource-size)/ },
    why: "neither where there are no other annotations",
  },
  { of: { at: /(labels|annotations)$/, theirs: nothing, ours: /^{}$/ }, why: "empty labels and annotations stay" },
  {
    of: { at: /resourceVersion$/, theirs: /VERSION/, ours: /VERSION/ },
    why: "each change has a version, and nothing else has",
  },
  { of: { at: /^events$/, request: /what there is/ }, why: "a watch without a version begins with what there is" },
  { of: { at: /(spec|status)$/, theirs: /NO BODY/ }, why: "bodies in answers to writes, and of small kinds in lists" },
  { of: { kind: profiles, at: /spec/ }, why: "a profile that somebody writes is kept as it was written" },
  {
    of: { at: /(configuration|db|metadata)$/, theirs: /^null$/, ours: nothing },
    why: "what may be left out is no null",
  },
  { of: { at: /idLike$/, theirs: /""/ }, why: "idLike has no empty name in it" },
  { of: { at: /details/, theirs: /^({}|-)$/ }, why: "details that say something" },
  { of: { at: code, request: /a body that is a number/ }, why: "422 names the field" },
  { of: { at: code, request: /a strategic merge patch/ }, why: "no strategic merge patches" },
  { of: { at: /labels\.strategic$/ }, why: "no strategic merge patches" },
  { of: { at: code, request: /headers only/ }, why: "HEAD is GET without a body" },
  { of: { kind: profiles, at: code, theirs: /500/, request: /^reading/ }, why: "profiles are listed in full as well" },
  { of: { kind: profiles, at: /^names$/, request: /without the word/ }, why: "profiles are listed in full as well" },
  { of: { kind: sums, at: /^body\.spec$/, ours: /NO BODY/ }, why: "metadata is a word for sums, too" },
  { of: { at: code, request: /^computed/, ours: /405/ }, why: "what is computed is read only" },
];

export const accepted: readonly Accepted[] = [...faults, ...choices];
