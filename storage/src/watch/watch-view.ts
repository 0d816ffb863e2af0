import { type ApiDeps, type Call, rendering } from "../api/call.ts";
import type { ListOptions } from "../api/read/list-options.ts";
import { shown } from "../api/read/listed-form.ts";
import type { StatusError } from "../meta/status.ts";
import type { EventView } from "./fan-out.ts";
import type { Frame } from "./frame.ts";
import { bookmarkFrame, createFrameCache, errorFrame, eventFrame } from "./frames.ts";

/** How a watch looks to those who negotiated alike. */
export type WatchView = EventView & {
  bookmark(resourceVersion: number, endsInitialEvents?: boolean): Frame;
  error(error: StatusError): Frame;
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
