import type { Client } from "./client.ts";
import type { Usage } from "./usage.ts";

/** A server that is measured. */
export type Server = {
  /** How it is reached, for the heading of a table. */
  name: string;
  client: Client;
  /** `undefined` where its process is not known. */
  usage(): Usage | undefined;
  close(): Promise<void>;
};
