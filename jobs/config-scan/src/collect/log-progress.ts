import type { ObjectSource } from "@sortie/posture";
import type { Logger } from "@sortie/process";

/** A large cluster takes minutes to read: whoever watches the log sees that it goes on. */
const objectsBetweenLines = 10_000;

/** A source that says in the log how far reading is. */
export function loggingProgress(source: ObjectSource, log: Pick<Logger, "info">): ObjectSource {
  return {
    ...source,
    collect(rules, wanted, onBatch) {
      let objects = 0;
      return source.collect(rules, wanted, (batch) => {
        const before = Math.floor(objects / objectsBetweenLines);
        objects += batch.objects.length;
        onBatch(batch);
        if (Math.floor(objects / objectsBetweenLines) > before) log.info({ objects }, "reading objects");
      });
    },
  };
}
