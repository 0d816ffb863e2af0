import { type ApiDeps, type Call, rendering } from "../api/call.ts";
import { shown } from "../api/list-objects.ts";
import type { ListOptions } from "../api/list-options.ts";
import type { StatusError } from "../api/status.ts";
import { bookmarkFrame, createFrameCache, errorFrame, eventFrame } from "./frames.ts";
import type { Watched } from "./selected-event.ts";

/** How changes look to watchers that negotiated alike. */
export type WatchView = {
  /** Equal for views that show everything alike. */
  key: string;
  /** @param isFirst Tables have their columns in the first event only. */
  event(watched: Watched, isFirst: boolean): Uint8Array;
  bookmark(resourceVersion: number, endsInitialEvents?: boolean): Uint8Array;
  error(error: StatusError): Uint8Array;
};

/** Of all watches: only so are bytes shared. It holds nothing that is not held elsewhere. */
const cached = createFrameCache();

export function watchView(call: Call, options: ListOptions, deps: Pick<ApiDeps, "now">): WatchView {
  const { kind } = call;
  const { encoding, as, includeObject } = rendering(call, deps);
  const key = [encoding, as, includeObject, options.mode].join();
  return {
    key,
    event: ({ type, revision }, isFirst) => {
      const withColumns = isFirst && as === "table";
      return cached(`${type},${key},${withColumns}`, revision, () =>
        eventFrame(rendering(call, deps), { type, revision: shown(kind, options, revision) }, withColumns),
      );
    },
    bookmark: (resourceVersion, endsInitialEvents = false) =>
      bookmarkFrame(rendering(call, deps), resourceVersion, endsInitialEvents),
    error: ({ status }) => errorFrame(rendering(call, deps), status),
  };
}
