import type { Cluster } from "../../cluster/cluster.ts";
import { type Answer, ask } from "./ask.ts";
import { changing } from "./changing.ts";
import { computed } from "./computed.ts";
import { decodeAnswers } from "./decode-answers.ts";
import { deleting } from "./deleting.ts";
import { making } from "./making.ts";
import { reading } from "./reading.ts";
import { refused } from "./refused.ts";
import { filled, post, type Story } from "./request.ts";
import { type Subject, subjectsIn } from "./subject.ts";
import { unusual } from "./unusual.ts";
import { watching } from "./watching.ts";

const namespace = "like-the-public-server";
const stories = { making, reading, refused, changing, watching, deleting, unusual };
/** Kinds that are asked about at the same time: half of the time goes by in watches. */
const atOnce = 6;

/** What the server that is registered in a cluster answers: by kind, story and request. */
export async function answersOf(cluster: Cluster): Promise<Map<string, Answer>> {
  await cluster.kubectl(["create", "namespace", namespace]);
  try {
    const subjects = await subjectsIn(namespace, cluster.kubeconfig);
    const answers = new Map<string, Answer>();
    const waiting = [...subjects];
    const work = async () => {
      for (let subject = waiting.shift(); subject; subject = waiting.shift()) await told(cluster, subject, answers);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    await toldOfComputed(cluster, subjects, answers);
    return await decodeAnswers(answers);
  } finally {
    await cluster.kubectl(["delete", "namespace", namespace, "--timeout=120s"]);
  }
}

async function told(cluster: Cluster, subject: Subject, answers: Map<string, Answer>): Promise<void> {
  for (const [title, story] of Object.entries(stories)) await note(cluster, title, story, subject, answers);
}

/** Kinds that follow from others, and the kind that each follows from. */
const sources = [
  {
    resource: "generatednetworkpolicies",
    kind: "GeneratedNetworkPolicy",
    from: "NetworkNeighborhood",
    isNamespaced: true,
  },
  {
    resource: "configurationscansummaries",
    kind: "ConfigurationScanSummary",
    from: "WorkloadConfigurationScanSummary",
  },
  { resource: "vulnerabilitysummaries", kind: "VulnerabilitySummary", from: "VulnerabilityManifestSummary" },
];

async function toldOfComputed(cluster: Cluster, subjects: Subject[], answers: Map<string, Answer>): Promise<void> {
  for (const { resource, kind, from, isNamespaced = false } of sources) {
    const source = subjects.find((subject) => subject.kind === from);
    if (!source) throw new Error(`there is no kind ${from}`);
    const name = isNamespaced ? "source" : namespace;
    const subject = { resource, kind, namespace: isNamespaced ? namespace : undefined, objects: new Map() };
    const story = { "the source": atSource(source), ...computed(name) };
    await note(cluster, "computed", story, subject, answers);
  }
}

const atSource = (source: Subject) => () =>
  post(() => filled(source, "source"))(source, () => {
    throw new Error("nothing was before");
  });

async function note(
  cluster: Cluster,
  title: string,
  story: Story,
  subject: Subject,
  answers: Map<string, Answer>,
): Promise<void> {
  for (const [name, answer] of await ask(cluster, story, subject))
    answers.set(`${subject.kind}: ${title}: ${name}`, answer);
}
