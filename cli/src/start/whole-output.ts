import { fstatSync, writeFileSync } from "node:fs";

/**
 * What standard output is redirected to is written in full or an error of the stream. Node itself writes a piece to a file
 * once, and what of it had no room any more is lost without a word: on a full disk the report would end in its middle.
 */
export function writeWholeOutput(): void {
  const { stdout } = process;
  if (!fstatSync(stdout.fd).isFile()) return;
  stdout._write = (piece: Uint8Array, _encoding, done) => {
    try {
      writeFileSync(stdout.fd, piece);
    } catch (error) {
      return done(error as Error);
    }
    done();
  };
}
