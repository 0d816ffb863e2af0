import type { DatabaseSync, StatementSync } from "node:sqlite";

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

/** A row of a list, as its columns: an object for each of thousands takes longer than the rest of reading them. */
export type ListRow = [
  rv: number,
  namespace: string,
  name: string,
  type: number,
  metadata: string,
  digest: string | null,
  body: unknown,
];

/** What a list comes to as a text. `last`: namespace and name of its last object; `text` and it are NULL where there is none. */
export type JoinedRow = { text: Uint8Array | null; count: number; last: string | null };

/** Everything that is read, prepared once. Lists are without bodies when only metadata is wanted: they are most of it. */
export function prepareReads(db: DatabaseSync) {
  const list = (body: string) => ({
    everywhere: prepareArrays(db, listSql("(namespace, name) > (?, ?)", body)),
    inNamespace: prepareArrays(db, listSql("namespace = ? AND name > ?", body)),
  });
  const changes = (body: string) => ({
    everywhere: db.prepare(changesSql("", body)),
    inNamespace: db.prepare(changesSql("AND +namespace = ?", body)),
  });
  const revision = (body: string) => db.prepare(`SELECT ${columns(body)} FROM revisions r WHERE rv = ?`);
  return {
    kind: db.prepare("SELECT id FROM kinds WHERE name = ?"),
    revision: { full: revision("r.body"), metadata: revision("''") },
    last: db.prepare(
      `SELECT ${columns("r.body")} FROM revisions r
       WHERE kind = ? AND namespace = ? AND name = ? ORDER BY rv DESC LIMIT 1`,
    ),
    storedBytes: db.prepare(
      `SELECT octet_length(body) AS bytes FROM revisions
       WHERE kind = ? AND namespace = ? AND name = ? ORDER BY rv DESC LIMIT 1`,
    ),
    list: { full: list("r.body"), metadata: list("''") },
    joined: {
      everywhere: db.prepare(joinedSql("(namespace, name) > (?, ?)")),
      inNamespace: db.prepare(joinedSql("namespace = ? AND name > ?")),
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
function listSql(position: string, body: string): string {
  return `SELECT state.rv, state.namespace, state.name, state.type, r.metadata, r.digest, ${body} FROM (
      SELECT namespace, name, max(rv) AS rv, type FROM revisions
      WHERE kind = ? AND ${position} AND rv <= ? GROUP BY namespace, name HAVING type <> 2
      ORDER BY namespace, name LIMIT ?
    ) AS state JOIN revisions r ON r.rv = state.rv ORDER BY state.namespace, state.name`;
}

/**
 * The objects of a list as one text, put together where they are read: a string for each of thousands takes longer. They come
 * in the order of the inner table, which stays the outer one of the join: https://www.sqlite.org/optoverview.html, "Manual
 * control of query plans using CROSS JOIN". The last of them is the greatest; no name has a character before U+0001.
 * Metadata is cut as bytes: of a text every character would be looked at.
 */
function joinedSql(position: string): string {
  return `SELECT CAST(group_concat(concat(?, state.rv, '",', substr(CAST(r.metadata AS BLOB), 2), ?), ',') AS BLOB) AS text,
      count(*) AS count, max(state.namespace || char(1) || state.name) AS last FROM (
      SELECT namespace, name, max(rv) AS rv, type FROM revisions
      WHERE kind = ? AND ${position} AND rv <= ? GROUP BY namespace, name HAVING type <> 2
      ORDER BY namespace, name LIMIT ?
    ) AS state CROSS JOIN revisions r ON r.rv = state.rv`;
}

/** The unary plus keeps SQLite from using the index by key: history is short and in order of the primary key. */
function changesSql(condition: string, body: string): string {
  return `SELECT ${columns(body)} FROM revisions r
    WHERE +kind = ? AND rv > ? AND rv <= ? ${condition} ORDER BY rv LIMIT ?`;
}
