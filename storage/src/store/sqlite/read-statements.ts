import type { DatabaseSync, StatementSync } from "node:sqlite";
import { zstdHeadBytes } from "../packed-body.ts";
import { positionSql } from "./schema.ts";

/** Of a body in its column. SQLite reads all of one for its head, and whoever asks takes a larger one for large. */
const shortBlob = 100_000;

/** A row of `revisions`. `body` is NULL for a deletion, and the empty text where it was not asked for. */
export type Row = {
  rv: number;
  namespace: string;
  name: string;
  type: number;
  replaces: number | null;
  metadata: string;
  digest: string | null;
  body: unknown;
};

/** A state as its columns: to make an object of a row takes as long as the rest of reading it. */
export type ListRow = [
  rv: number,
  namespace: string,
  name: string,
  type: number,
  metadata: string,
  digest: string | null,
  body: unknown,
];

/** What a list without bodies comes to. `last`: namespace and name of its last object; `text` and it are NULL where there is none. */
export type JoinedRow = { text: Uint8Array | null; count: number; last: string | null };

/** An object of a list as text; up to its body where that is `packed`, which is NULL for a body that is text. */
export type ObjectRow = [namespace: string, name: string, text: Uint8Array, packed: Uint8Array | null];

/**
 * A limit is a sum, because the planner looks at the value of one that is a parameter: the statement would be compiled again
 * whenever that is bound, which takes a third of the time of a page.
 */
const limit = "? + 0";

/** Which objects come behind the one that a list has shown last. */
const behind = { everywhere: "(namespace, name) > (?, ?)", inNamespace: "namespace = ? AND name > ?" };

/** Everything that is read, prepared once. Lists are without bodies when only metadata is wanted: they are most of it. */
export function prepareReads(db: DatabaseSync) {
  const list = (body: string) => ({
    everywhere: prepareArrays(db, listSql(behind.everywhere, body)),
    inNamespace: prepareArrays(db, listSql(behind.inNamespace, body)),
  });
  const changes = (body: string) => ({
    everywhere: db.prepare(changesSql("", body)),
    inNamespace: db.prepare(changesSql("AND +namespace = ?", body)),
  });
  const revision = (body: string) => db.prepare(`SELECT ${columns(body)} FROM revisions r WHERE rv = ?`);
  return {
    begin: db.prepare("BEGIN"),
    commit: db.prepare("COMMIT"),
    position: db.prepare(positionSql),
    from: db.prepare("SELECT min(rv) AS rv FROM revisions WHERE rv >= ?"),
    kind: db.prepare("SELECT id FROM kinds WHERE name = ?"),
    revision: { full: revision("r.body"), metadata: revision("''") },
    last: prepareArrays(
      db,
      `SELECT rv, namespace, name, type, metadata, digest, body FROM revisions
       WHERE kind = ? AND namespace = ? AND name = ? ORDER BY rv DESC LIMIT 1`,
    ),
    bodySize: db.prepare(
      `SELECT octet_length(body) AS bytes,
         CASE WHEN typeof(body) = 'blob' AND octet_length(body) < ${shortBlob} THEN substr(body, 1, ${zstdHeadBytes}) END AS head
       FROM revisions
       WHERE kind = ? AND namespace = ? AND name = ? ORDER BY rv DESC LIMIT 1`,
    ),
    list: { full: list("r.body"), metadata: list("''") },
    joined: {
      everywhere: db.prepare(joinedSql(behind.everywhere)),
      inNamespace: db.prepare(joinedSql(behind.inNamespace)),
    },
    objects: {
      everywhere: prepareArrays(db, objectsSql(behind.everywhere)),
      inNamespace: prepareArrays(db, objectsSql(behind.inNamespace)),
    },
    changes: { full: changes("r.body"), metadata: changes("''") },
    count: db.prepare(
      `SELECT count(*) AS count FROM (
         SELECT max(rv), type FROM revisions WHERE kind = ? GROUP BY namespace, name HAVING type <> 2
       )`,
    ),
  };
}

function columns(body: string): string {
  return `r.rv, r.namespace, r.name, r.type, r.replaces, r.metadata, r.digest, ${body} AS body`;
}

function prepareArrays(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

/** `type` is that of the row with the greatest rv: https://www.sqlite.org/lang_select.html, "Bare columns". */
function statesSql(position: string): string {
  return `(
      SELECT namespace, name, max(rv) AS rv, type FROM revisions
      WHERE kind = ? AND ${position} AND rv <= ? GROUP BY namespace, name HAVING type <> 2
      ORDER BY namespace, name LIMIT ${limit}
    ) AS state`;
}

function listSql(position: string, body: string): string {
  return `SELECT state.rv, state.namespace, state.name, state.type, r.metadata, r.digest, ${body}
    FROM ${statesSql(position)} JOIN revisions r ON r.rv = state.rv ORDER BY state.namespace, state.name`;
}

/** Metadata behind its resourceVersion. It is cut as bytes: of a text every character would be looked at. */
const metadataText = `state.rv, '",', substr(CAST(r.metadata AS BLOB), 2)`;

/**
 * The objects of a list as one text, put together where they are read: a string for each of thousands takes longer. They come
 * in the order of the inner table, which stays the outer one of the join: https://www.sqlite.org/optoverview.html, "Manual
 * control of query plans using CROSS JOIN". The last of them is the greatest; no name has a character before U+0001.
 */
function joinedSql(position: string): string {
  return `SELECT CAST(group_concat(concat(?, ${metadataText}, ?), ',') AS BLOB) AS text,
      count(*) AS count, max(state.namespace || char(1) || state.name) AS last
    FROM ${statesSql(position)} CROSS JOIN revisions r ON r.rv = state.rv`;
}

/**
 * The same with bodies, a row for each: joined, their text would be copied whenever it outgrows its memory. Of a body that is
 * packed only what stands before it is text.
 */
function objectsSql(position: string): string {
  const inText = (sql: string, and = "TRUE") => `CASE WHEN typeof(r.body) = 'text' AND ${and} THEN ${sql} END`;
  const body = [inText("','", "octet_length(r.body) > 0"), inText("r.body"), inText("'}'")].join(", ");
  return `SELECT state.namespace, state.name, CAST(concat(?, ${metadataText}, ${body}) AS BLOB),
      CASE typeof(r.body) WHEN 'blob' THEN r.body END
    FROM ${statesSql(position)} CROSS JOIN revisions r ON r.rv = state.rv`;
}

/** The unary plus keeps SQLite from using the index by key: history is short and in order of the primary key. */
function changesSql(condition: string, body: string): string {
  return `SELECT ${columns(body)} FROM revisions r
    WHERE +kind = ? AND rv > ? AND rv <= ? ${condition} ORDER BY rv LIMIT ${limit}`;
}
