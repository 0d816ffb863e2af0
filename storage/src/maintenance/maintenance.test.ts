import { execFile, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { createLogger } from "@sortie/process";
import { expect, it, onTestFinished } from "vitest";
import { wasLeftOpen } from "../store/sqlite/at-rest.ts";
import { openStore } from "../store/sqlite/open-store.ts";
import { migrations } from "../store/sqlite/schema.ts";
import type { Change, Store } from "../store/store.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { writerProgram } from "../testing/test-server.ts";
import { checkDatabase } from "./check-database.ts";
import { exportDatabase } from "./export-database.ts";
import { adoptImport, importDatabase } from "./import-database.ts";
import { runCommand } from "./run-command.ts";
import { checkInBackground } from "./unclean-stop.ts";

const now = new Date("2026-08-22T15:00:00Z");
const kind = "scans";

it("exports what is committed while it is being written, whole or not at all", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const done = new AbortController();
  const writing = (async () => {
    for (let i = 0; !done.signal.aborted; i += 1) await commit(store, `more-${i}`);
  })();
  const copy = `${file}.copy`;
  await exportDatabase(file, copy);
  done.abort();
  await writing;
  expect(checkDatabase(copy)).toEqual([]);
  expect((await names(copy))[0]).toBe("a");
  await expect(exportDatabase(file, join(file, "no", "folder"))).rejects.toThrow();
  await expect(exportDatabase(`${file}.none`, copy)).rejects.toThrow();
  expect(checkDatabase(copy)).toEqual([]);
});

it("does not put a copy in the place of the database itself, under whatever name, while storage writes on", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const link = `${file}.link`;
  symlinkSync(file, link);
  for (const target of [file, link, `${file}-wal`]) {
    expect(await commanded(file, ["export", target])).toMatchObject({
      code: 70,
      stderr: expect.stringContaining("is the database itself"),
    });
  }
  await commit(store, "b");
  await store.close();
  expect(await names(file)).toEqual(["a", "b"]);
});

it("takes an import up at the next start, with newer numbers than anybody holds and no history", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await commit(store, "b", await commit(store, "b"));
  const gone = await commit(store, "gone");
  await store.commit({ ...change("gone"), type: "deleted", replaces: gone });
  const copy = `${file}.copy`;
  await exportDatabase(file, copy);
  const [a] = (await store.list({ kind, limit: 1 })).revisions;
  await store.commit({ ...change("a"), type: "deleted", replaces: a });
  await commit(store, "c");
  const seen = store.resourceVersion;

  expect(await importDatabase(copy, file)).toEqual([]);
  expect((await store.list({ kind, limit: 9 })).revisions.map(({ key }) => key.name)).toEqual(["b", "c"]);
  await store.close();
  expect(adoptImport(file, now)).toBe(true);
  expect(adoptImport(file, now)).toBe(false);

  const again = await open(file);
  expect((await again.list({ kind, limit: 9 })).revisions.map(({ key }) => key.name)).toEqual(["a", "b"]);
  expect(again.resourceVersion).toBeGreaterThan(seen);
  await expect(again.changes({ kind, after: seen, upTo: again.resourceVersion, limit: 9 })).rejects.toThrow("older");
  expect((await commit(again, "d"))?.resourceVersion).toBe(again.resourceVersion);
  await again.close();
  expect(rows(file)).toBe(3);
  expect(await names(`${file}.replaced`)).toEqual(["b", "c"]);
});

it("takes up a copy as it is, whatever an import before it has left that was killed while it was taken up", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const waiting = `${file}.import`;
  expect(await importDatabase(file, file)).toEqual([]);
  const half = new DatabaseSync(waiting);
  half.exec("PRAGMA wal_autocheckpoint = 0; DELETE FROM revisions; DROP TABLE kinds");
  copyFileSync(`${waiting}-wal`, `${file}.journal`);
  half.close();
  copyFileSync(`${file}.journal`, `${waiting}-wal`);

  await commit(store, "b");
  expect(await importDatabase(file, file)).toEqual([]);
  await store.close();
  expect(adoptImport(file, now)).toBe(true);
  expect(await names(file)).toEqual(["a", "b"]);
});

it("copies what it imports under a name by which it is taken away when it is killed", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const seen: (string | null)[] = [];
  const watcher = watch(join(file, ".."), (_event, name) => seen.push(name));
  expect(await importDatabase(file, file)).toEqual([]);
  await expect.poll(() => seen).toContain(`${basename(file)}.import`);
  watcher.close();
  expect(seen).toContain(`${basename(file)}.import-${process.pid}.unfinished`);
});

it("migrates a copy of an older version that is imported, also in the place of a database of a later one", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await importDatabase(file, file);
  await store.close();
  changeSql(file, "DROP TABLE history; PRAGMA user_version = 99");
  const next = "ALTER TABLE history RENAME COLUMN compacted TO forgotten; ALTER TABLE history ADD COLUMN compacted;";
  expect(adoptImport(file, now, [...migrations, next])).toBe(true);
  changeSql(file, "SELECT forgotten FROM history");
  expect(checkDatabase(file)).toEqual([expect.stringContaining(`has schema ${migrations.length + 1}`)]);
});

it("takes up an import, also where a start was broken off when the file had its tables and no history yet", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await importDatabase(file, file);
  await store.close();
  for (const each of [file, `${file}.import`]) changeSql(each, "DELETE FROM history");
  expect(adoptImport(file, now)).toBe(true);
  expect(await names(file)).toEqual(["a"]);
});

it("says what a start waits for that has no room to take up an import, and takes it up when there is", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await importDatabase(file, file);
  await store.close();
  // As many blocks as the file has, and less than the index of a journal.
  const limited = ["-c", 'ulimit -S -f 24; exec "$@"', "-", process.execPath, writerProgram];
  const env = { STORAGE_MODE: "embedded", DATABASE_FILE: file };
  const { status, stdout } = spawnSync("bash", limited, { encoding: "utf8", env });
  expect(status).toBe(70);
  expect(stdout).toContain(`"message":"${file}.import cannot be taken up: the disk is full`);
  expect(adoptImport(file, now)).toBe(true);
  expect(await names(file)).toEqual(["a"]);
});

it("takes the place of a database of another program", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await importDatabase(file, file);
  await store.close();
  rmSync(file);
  changeSql(file, `CREATE TABLE notes (text); PRAGMA user_version = ${migrations.length}`);
  expect(adoptImport(file, now)).toBe(true);
  expect(await names(file)).toEqual(["a"]);
});

it("finds what is committed last, and an unclean stop, also through a symbolic link", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const link = join(mkdtempSync(`${file}-`), "link");
  symlinkSync(file, link);
  const other = `${file}.other`;
  expect(await importDatabase(link, other)).toEqual([]);
  expect(await names(`${other}.import`)).toEqual(["a"]);
  expect(wasLeftOpen(link)).toBe(true);
  expect(await commanded(link, ["export", `${file}-wal`])).toMatchObject({ code: 70 });
});

it("takes the place of a database that is damaged", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await importDatabase(file, file);
  await store.close();
  writeFileSync(file, "x".repeat(5000));
  expect(adoptImport(file, now)).toBe(true);
  expect(await names(file)).toEqual(["a"]);
});

it("takes the place of a database whose table has lost a column, which is damage, too", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await importDatabase(file, file);
  await store.close();
  changeSql(file, "ALTER TABLE history RENAME COLUMN compacted TO compactee");
  expect(checkDatabase(file)).toEqual(["no such column: compacted"]);
  expect(adoptImport(file, now)).toBe(true);
  expect(await names(file)).toEqual(["a"]);
});

it("does not import what is damaged, something else, or from a later version", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const text = `${file}.text`;
  writeFileSync(text, "no database at all, but long enough to be looked at. ".repeat(100));
  expect(await importDatabase(text, file)).toEqual([expect.stringContaining("not a database")]);
  const other = `${file}.other`;
  new DatabaseSync(other).close();
  writeFileSync(other, "");
  expect(await importDatabase(other, file)).toEqual(["this is no database of storage"]);
  changeSql(other, "CREATE TABLE notes (text); PRAGMA user_version = 1");
  expect(await importDatabase(other, file)).toEqual(["this is no database of storage"]);
  const later = `${file}.later`;
  await exportDatabase(file, later);
  changeSql(later, "PRAGMA user_version = 99");
  expect(await importDatabase(later, file)).toEqual([expect.stringContaining("schema 99")]);
  expect(existsSync(`${file}.import`)).toBe(false);
});

it("notices a stop that nobody ordered, and looks at the database beside its work", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const left = `${file}.left`;
  // As a killed process leaves it: the journal is not in the file yet.
  for (const part of ["", "-wal"]) copyFileSync(`${file}${part}`, `${left}${part}`);
  await store.close();
  expect([wasLeftOpen(file), wasLeftOpen(left)]).toEqual([false, true]);

  const { signal } = new AbortController();
  const gauges = checkInBackground(left, writerProgram, { log: createLogger("storage", "silent"), signal });
  await expect.poll(() => gauges()[0]?.values, { timeout: 20_000 }).toEqual([[{}, 0]]);
});

it("is a command, with an exit code and one line of JSON", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const copy = `${file}.copy`;
  const run = (...args: string[]) => commanded(file, args);
  expect(await run("export", copy)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await run("check")).toEqual({ code: 0, stdout: '{"problems":[]}\n', stderr: "" });
  expect(await run("import", copy)).toEqual({ code: 0, stdout: '{"problems":[]}\n', stderr: "" });
  writeFileSync(copy, "x".repeat(5000));
  expect(await run("check", copy)).toMatchObject({ code: 1, stdout: expect.stringContaining("not a database") });
  expect(await run("check", `${file}.none`)).toMatchObject({
    code: 70,
    stderr: expect.stringMatching(/^check: .+\n$/),
  });
  expect(await run("import")).toMatchObject({ code: 2, stderr: expect.stringContaining("usage") });
  const { stdout } = await run("export", "-");
  expect(stdout.slice(0, 15)).toBe("SQLite format 3");
  const whole = Buffer.from(stdout, "latin1");
  expect(await commanded(file, ["import", "-"], [whole])).toMatchObject({ code: 0 });
  expect(await commanded(file, ["import", "-"], [whole.subarray(0, 5000)])).toMatchObject({ code: 1 });
  expect(readdirSync(join(file, "..")).filter((name) => /\.(ex|im)port-/.test(name))).toEqual([]);
});

it("names the file that it cannot read or write, and tells how it is used", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const [folder, none] = [join(file, ".."), `${file}.none`];
  const told = async (...args: string[]) => (await commanded(file, args)).stderr;
  expect(await told("check", none)).toBe(`check: ${none}: there is no such file\n`);
  expect(await told("import", folder)).toBe(`import: ${folder} is a folder\n`);
  expect(await told("export", folder)).toBe(`export: ${folder} is a folder\n`);
  const pipe = `${file}.pipe`;
  spawnSync("mkfifo", [pipe]);
  expect(await told("export", pipe)).toBe(`export: ${pipe} is no file\n`);
  expect((await commanded(none, ["export", `${file}.copy`])).stderr).toContain(none);
  expect(await told("export", join(file, "copy"))).toContain(join(file, "copy"));
  for (const args of [["check", ""], ["help", "me"], []]) expect((await commanded(file, args)).code).toBe(2);
  expect(await commanded(file, ["--help"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^usage: export/) });
});

it("makes copies that are their owner's alone, and leaves nothing beside one that it looks at", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const [folder, copy] = [mkdtempSync(`${file}-`), `${file}.copy`];
  writeFileSync(`${copy}.export-${process.pid}.unfinished`, "of an export that was killed", { mode: 0o644 });
  await exportDatabase(file, copy);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const moved = join(folder, "copy#1?");
  copyFileSync(copy, moved);
  expect(await commanded(file, ["check", moved])).toMatchObject({ code: 0 });
  expect(await commanded(file, ["import", moved])).toMatchObject({ code: 0 });
  expect(readdirSync(folder)).toEqual(["copy#1?"]);
});

it("takes away what those have left who were killed while they copied, and nothing of those who copy yet", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const beside = () => readdirSync(join(file, "..")).filter((name) => /(ex|im)port-/.test(name));
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  for (const part of [`export-${gone}`, `import-${gone}.unfinished`, `import-${process.ppid}`]) {
    writeFileSync(`${file}.${part}`, "a part");
  }
  expect(await commanded(file, ["export", "-"])).toMatchObject({ code: 0 });
  expect(beside()).toEqual([`${basename(file)}.import-${process.ppid}`]);
  writeFileSync(`${file}.import-${gone}.unfinished`, "a part");
  expect(await importDatabase(file, file)).toEqual([]);
  expect(beside()).toEqual([`${basename(file)}.import-${process.ppid}`]);
});

it("leaves nothing of a copy for which there is no room", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  await store.close();
  changeSql(file, "CREATE TABLE ballast AS SELECT randomblob(400000) AS bytes");
  // In blocks of 1 KiB.
  const limited = ["-c", 'ulimit -f 200; exec "$@"', "-", process.execPath, writerProgram, "export", `${file}.copy`];
  const { status, stderr } = spawnSync("bash", limited, { encoding: "utf8", env: { DATABASE_FILE: file } });
  expect(status).toBe(70);
  expect(stderr).toContain(`export: ${file}.copy: disk I/O error\n`);
  expect(readdirSync(join(file, "..")).filter((name) => name.includes("copy"))).toEqual([]);
});

it("does not write into the copy that another export makes at the same place, and takes away that of a killed one", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const copy = `${file}.copy`;
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  const [dead, alive] = [gone, process.ppid].map((pid) => `${copy}.export-${pid}.unfinished`);
  for (const unfinished of [dead, alive]) writeFileSync(String(unfinished), "a part");
  const seen: (string | null)[] = [];
  const watcher = watch(join(file, ".."), (_event, name) => seen.push(name));
  await exportDatabase(file, copy);
  await expect.poll(() => seen).toContain(basename(copy));
  watcher.close();
  expect(seen).toContain(`${basename(copy)}.export-${process.pid}.unfinished`);
  expect([dead, alive].map((unfinished) => existsSync(String(unfinished)))).toEqual([false, true]);
});

it("does what its arguments say instead of serving", async () => {
  const { file, store } = await opened();
  await commit(store, "a");
  const env = { PATH: process.env.PATH ?? "", DATABASE_FILE: file };
  const { stdout } = await promisify(execFile)(process.execPath, [writerProgram, "check"], { env });
  expect(stdout).toBe('{"problems":[]}\n');
});

async function opened(): Promise<{ file: string; store: Store }> {
  const folder = temporaryFolder();
  const file = join(folder, "storage.sqlite");
  const store = await open(file);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { file, store };
}

function open(file: string): Promise<Store> {
  return openStore({ file, history: { seconds: 600, revisions: 1000 }, now: () => now, program: writerProgram });
}

function change(name: string): Change {
  const key = { kind, namespace: "", name };
  return { key, type: "added", metadata: `{"name":"${name}"}`, body: "", digest: undefined, replaces: undefined };
}

async function commit(store: Store, name: string, replaces?: Change["replaces"]) {
  const committed = await store.commit({ ...change(name), type: replaces ? "modified" : "added", replaces });
  return committed.ok ? committed.revision : undefined;
}

async function names(file: string): Promise<string[]> {
  const store = await open(file);
  const { revisions } = await store.list({ kind, limit: 1000 });
  await store.close();
  return revisions.map(({ key }) => key.name);
}

function rows(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  const { count } = db.prepare("SELECT count(*) AS count FROM revisions").get() as { count: number };
  db.close();
  return count;
}

async function commanded(database: string, args: string[], input: Buffer[] = []) {
  const written = { stdout: "", stderr: "" };
  const to = (name: keyof typeof written) =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[name] += chunk.toString("latin1");
        done();
      },
    });
  const place = { database, stdin: Readable.from(input), stdout: to("stdout"), stderr: to("stderr") };
  const code = await runCommand(args, place);
  return { code, ...written };
}

function changeSql(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}
