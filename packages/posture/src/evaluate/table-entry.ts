import type { Exception } from "../exceptions/exception.ts";
import type { ScannedResource } from "../identity/scanned-resource.ts";
import { FewByRule } from "./by-rule.ts";
import type { PathList } from "./path-lists.ts";
import type { ResourceVerdicts } from "./resource-verdicts.ts";
import type { StatusRows } from "./status-rows.ts";

/** What most resources have: nothing is ever set in these. */
const noPaths = new FewByRule<PathList>();
const noIds = new FewByRule<readonly string[]>();

/** A resource in the table, and how its verdicts are entered. A scan has a hundred thousand of them. */
export class TableEntry implements ResourceVerdicts {
  readonly resource: ScannedResource;
  paths = noPaths;
  relatedIds = noIds;
  exceptions: readonly Exception[] | undefined = undefined;
  private readonly rows: StatusRows;
  private readonly row: number;

  constructor(resource: ScannedResource, rows: StatusRows) {
    this.resource = resource;
    this.rows = rows;
    this.row = rows.add();
  }

  get statuses(): Uint8Array {
    return this.rows.of(this.row);
  }

  /** Raises the verdict of one rule; a verdict never gets better. */
  raise(rule: number, status: number): void {
    this.rows.raise(this.row, rule, status);
  }

  setPaths(rule: number, list: PathList): void {
    if (this.paths === noPaths) this.paths = new FewByRule();
    this.paths.set(rule, list);
  }

  /** Adds resources that play a part. Rules about one subject mostly name the same, whose list they share. */
  addRelated(rule: number, ids: readonly string[]): void {
    if (this.relatedIds === noIds) this.relatedIds = new FewByRule();
    const known = this.relatedIds.get(rule) ?? [];
    const all = [...new Set([...known, ...ids])];
    if (all.length === known.length) return;
    this.relatedIds.set(rule, this.listLike(all));
  }

  private listLike(ids: readonly string[]): readonly string[] {
    for (const [, known] of this.relatedIds) {
      if (known.length === ids.length && known.every((id, at) => id === ids[at])) return known;
    }
    return ids;
  }
}
