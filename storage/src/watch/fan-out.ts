import type { Selector } from "../objects/selectors.ts";
import type { Key, Store, StoreEvent } from "../store/store.ts";
import { createDelivery, type Delivery } from "./delivery.ts";
import type { Frame } from "./frame.ts";
import { rememberedMetadata, selectedEvent, type Watched } from "./selected-event.ts";

/** One watcher that has seen everything up to `position`. */
export type Member = {
  position: number;
  /** Whether it has not been shown an event yet. */
  isFirst: boolean;
  push(frame: Frame): void;
};

/** How changes look to watchers that negotiated alike. */
export type EventView = {
  /** Equal for views that show everything alike. */
  key: string;
  /** @param isFirst Tables have their columns in the first event only. */
  event(watched: Watched, isFirst: boolean): Frame;
};

/** What a watcher wants to see of a kind. */
export type Subject = {
  /** Name of the kind in the store. */
  kind: string;
  /** Absent: all namespaces. */
  namespace: string | undefined;
  selector: Selector;
  view: EventView;
};

/** Hands changes to all watchers. */
export type FanOut = {
  /** From now on the member gets every later change it wants to see. Returns how to end that. */
  join(subject: Subject, member: Member): () => void;
  /** Hands on now what has happened so far. */
  flush(): void;
  /** When what is handed on is sent. */
  delivery: Delivery;
};

/** Members that see the same of the same objects: what they get is found out and encoded once for all of them. */
type Group = { selector: Selector; view: EventView; members: Set<Member> };

/** Groups by what they see of a scope, by scope. */
type Scopes = Map<string, Map<string, Group>>;
type WatchedKind = { scopes: Scopes; pending: StoreEvent[]; unsubscribe: () => void };

/**
 * Sending costs more than what is sent: here, in kube-apiserver between, and in the client. So changes that follow each
 * other this fast go out together, and one that comes alone at once.
 */
const togetherMs = 20;

/** Stands for all namespaces or names; no object has such a name. */
const all = "\u0000";

/**
 * Groups are found by namespace and name, so that a change costs nothing for those who watch other objects. Changes
 * are handed on after their writers have been answered. What is sent of them leaves other requests
 * their turns, but has gone out before the next changes are handed on: however many watch, writers are slowed down
 * rather than watchers left behind.
 */
export function createFanOut(store: Pick<Store, "subscribe">, delivery = createDelivery()): FanOut {
  const kinds = new Map<string, WatchedKind>();
  let isDue = false;
  /** By a clock that is never set. */
  let lastTurnAt = -Infinity;

  function flush(): void {
    for (const { scopes, pending } of kinds.values()) {
      for (const event of pending.splice(0)) announce(scopes, event);
    }
  }

  function planTurn(): void {
    if (isDue) return;
    isDue = true;
    const waitMs = lastTurnAt + togetherMs - performance.now();
    if (waitMs > 0) setTimeout(takeTurn, waitMs);
    else setImmediate(takeTurn);
  }

  function takeTurn(): void {
    isDue = false;
    lastTurnAt = performance.now();
    delivery.finish();
    flush();
    delivery.begin();
  }

  function watched(kind: string): WatchedKind {
    const known = kinds.get(kind);
    if (known) return known;
    const pending: StoreEvent[] = [];
    const unsubscribe = store.subscribe(kind, (event) => {
      pending.push(event);
      planTurn();
    });
    const created = { scopes: new Map(), pending, unsubscribe };
    kinds.set(kind, created);
    return created;
  }

  return {
    flush,
    delivery,
    join: ({ kind, namespace, selector, view }, member) => {
      // What is pending is for those who have been here before: the new one may have seen it.
      flush();
      const { scopes, unsubscribe } = watched(kind);
      const scope = scopeOf(namespace, selector.name);
      const groups = scopes.get(scope) ?? new Map<string, Group>();
      const key = `${view.key} ${selector.text}`;
      const group = groups.get(key) ?? { selector, view, members: new Set() };
      scopes.set(scope, groups.set(key, group));
      group.members.add(member);
      return () => {
        group.members.delete(member);
        if (group.members.size === 0 && groups.get(key) === group) groups.delete(key);
        if (groups.size === 0 && scopes.get(scope) === groups) scopes.delete(scope);
        if (scopes.size > 0 || kinds.get(kind)?.scopes !== scopes) return;
        kinds.delete(kind);
        unsubscribe();
      };
    },
  };
}

function announce(scopes: Scopes, event: StoreEvent): void {
  const metadataOf = rememberedMetadata();
  for (const scope of scopesOf(event.revision.key)) {
    for (const { selector, view, members } of scopes.get(scope)?.values() ?? []) {
      const watched = selectedEvent(event, selector, metadataOf);
      if (watched) tell(members, event.revision.resourceVersion, (isFirst) => view.event(watched, isFirst));
    }
  }
}

function tell(members: Set<Member>, resourceVersion: number, frameOf: (isFirst: boolean) => Frame): void {
  let first: Frame | undefined;
  let later: Frame | undefined;
  for (const member of members) {
    if (resourceVersion <= member.position) continue;
    if (member.isFirst) {
      member.isFirst = false;
      first ??= frameOf(true);
      member.push(first);
    } else {
      later ??= frameOf(false);
      member.push(later);
    }
  }
}

function scopeOf(namespace = all, name = all): string {
  return `${namespace}/${name}`;
}

function scopesOf({ namespace, name }: Key): string[] {
  return [scopeOf(), scopeOf(undefined, name), scopeOf(namespace), scopeOf(namespace, name)];
}
