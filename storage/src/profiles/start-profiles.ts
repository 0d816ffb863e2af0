import { hasSlept, type Logger } from "@sortie/process";
import { containerProfile } from "../kinds/profile.ts";
import { resourceName } from "../meta/kind.ts";
import type { Store } from "../store/store.ts";
import { type ProfileDeps, reconcileProfiles } from "./reconcile.ts";

/** Reports come once a minute for each container: so many are taken at once. */
const everySeconds = 30;
/** Every hour all profiles are looked at: about some nothing is reported any more. */
const roundsUntilAll = 120;
const pageSize = 1000;

type Name = { namespace: string; name: string };

/** Names of profiles to look at, by namespace. */
type Changed = Map<string, Set<string>>;

/**
 * Takes reports of node agents into profiles, wherever one was written. At the start that is everywhere where there is
 * one. Resolves when the signal has aborted.
 */
export async function startProfiles(deps: ProfileDeps & { log: Logger }): Promise<void> {
  const { store, signal, log } = deps;
  let changed: Changed = new Map();
  const note = ({ namespace, name }: Name) => changed.set(namespace, (changed.get(namespace) ?? new Set()).add(name));
  const unsubscribe = store.subscribe(resourceName(containerProfile), ({ revision }) => note(revision.key));
  const noteAll = () =>
    eachProfile(store, note).catch((err: unknown) => log.warn({ err }, "not all profiles could be looked at"));
  await noteAll();

  const reconcile = async (namespace: string, names: Set<string>) => {
    const again = () => {
      for (const name of names) note({ namespace, name });
    };
    try {
      if (!(await reconcileProfiles(namespace, names, deps))) again();
    } catch (err) {
      if (signal.aborted) return;
      again();
      log.warn({ err, namespace }, "profiles were not brought up to their reports");
    }
  };
  for (let round = 1; await hasSlept(everySeconds, signal); round += 1) {
    if (round % roundsUntilAll === 0) await noteAll();
    const due = changed;
    changed = new Map();
    for (const [namespace, names] of due) await reconcile(namespace, names);
  }
  unsubscribe();
}

async function eachProfile(store: Store, take: (name: Name) => void): Promise<void> {
  const kind = resourceName(containerProfile);
  for (let after: Name | undefined, more = true; more; ) {
    const page = await store.list({ kind, after, limit: pageSize, metadataOnly: true });
    for (const { key } of page.revisions) take(key);
    after = page.revisions.at(-1)?.key;
    more = page.more;
  }
}
