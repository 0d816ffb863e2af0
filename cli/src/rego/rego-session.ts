/** The streams a `sortie rego` command is started with. */
export type RegoSession = {
  readonly stdin: AsyncIterable<Buffer>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** How this person starts `sortie`, for help and hints. */
  readonly program: string;
  /** Aborted when the person has had enough. Only a command that waits asks: any other is ended by the signal itself. */
  readonly interruption: () => AbortSignal;
};

export async function readAll(stdin: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
