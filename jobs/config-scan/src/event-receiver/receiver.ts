import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../config.ts";
import { below, OutboundUrl } from "../outbound-url.ts";
import { type Patience, ReceiverError, request } from "./request.ts";

/** Where reports go, and with which credentials. `accessKey` is for the header of requests and for nothing else. */
export type Receiver = { url: string; account: string; accessKey: string };

export type ReceiverSettings = Pick<Config, "EVENT_RECEIVER_URL" | "API_URL" | "CREDENTIALS_DIR">;

/** Whether reports are to be sent at all. */
export function hasReceiver(settings: ReceiverSettings): boolean {
  return settings.EVENT_RECEIVER_URL !== undefined || settings.API_URL !== undefined;
}

/**
 * Reads the credentials and finds the receiver: the one that is configured, or the one that the back end names.
 *
 * @throws ReceiverError
 */
export async function findReceiver(settings: ReceiverSettings, patience: Patience): Promise<Receiver> {
  const account = await readCredential(settings.CREDENTIALS_DIR, "account");
  const accessKey = await readCredential(settings.CREDENTIALS_DIR, "accessKey");
  const url = settings.EVENT_RECEIVER_URL ?? (await discover(settings.API_URL ?? "", patience));
  return { url, account, accessKey };
}

/** A file of a mounted Secret. Its text goes into a header or a query, where only visible ASCII can go. */
async function readCredential(dir: string, name: "account" | "accessKey"): Promise<string> {
  const file = join(dir, name);
  const text = await readFile(file, "utf8").catch((err: NodeJS.ErrnoException) => {
    throw new ReceiverError(`cannot read ${file}: ${err.code}`);
  });
  const credential = text.trim();
  if (!/^[\x21-\x7e]{1,4096}$/.test(credential)) throw new ReceiverError(`${file} holds no ${name}`);
  return credential;
}

const Discovery = z.object({ response: z.object({ "event-receiver-http": OutboundUrl }) });

/** Service discovery of Kubescape's back ends (docs/reference/posture-results.md, "Report to an event receiver"). */
async function discover(apiUrl: string, patience: Patience): Promise<string> {
  const url = below(apiUrl, "api/v3/servicediscovery");
  const answer = await request(url, patience, { method: "GET" });
  const parsed = Discovery.safeParse(parseJson(answer));
  if (!parsed.success) throw new ReceiverError(`${url.host} names no event receiver that a key may be sent to`);
  return parsed.data.response["event-receiver-http"];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // does not have the shape, as the caller finds
  }
}
