import { objectKey, resources, type Selection } from "@sortie/kube";
import { type PassedControls, passedControls } from "../regressions/passed-controls.ts";
import { type Listing, readAll } from "./read-all.ts";

/** Which controls passed in a summary that is still stored. */
export type PassedBefore = (place: { namespace: string; name: string }) => Promise<PassedControls | undefined>;

/** Beyond these, a list of all costs less than asking for one more. */
const mostSingles = 100;

/**
 * Makes the function that reads summaries before they are replaced. Mostly few results have changed, and each is asked for;
 * where many have, such as after a change of the library, all are read once.
 *
 * @param selection what the scan can replace.
 */
export function passedBefore(selection: Selection, deps: Listing): PassedBefore {
  const passedOf = passedControls();
  let singles = 0;
  let all: Promise<Map<string, PassedControls>> | undefined;

  async function read(selected: Selection): Promise<Map<string, PassedControls>> {
    const found = new Map<string, PassedControls>();
    await readAll(resources.workloadConfigurationScanSummaries, selected, deps, () => {
      found.clear();
      return (key, summary) => found.set(key, passedOf(summary));
    });
    return found;
  }

  return async (place) => {
    if (singles >= mostSingles) all ??= read(selection);
    singles += 1;
    const found = await (all ?? read({ namespace: place.namespace, fieldSelector: `metadata.name=${place.name}` }));
    return found.get(objectKey(place.namespace, place.name));
  };
}
