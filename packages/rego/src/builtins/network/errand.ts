import type { AllowNet } from "../../runtime/allow-net.ts";

/** What the worker is sent out for; plain data. */
export type Errand =
  | { readonly kind: "lookup"; readonly name: string }
  | {
      readonly kind: "request";
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly followsRedirects: boolean;
      readonly attempts: number;
      readonly timeoutMs: number;
      readonly allowNet: AllowNet;
      readonly tls: TlsOptions;
    };

/** Options of Node's tls.connect. */
export type TlsOptions = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
};

export type Response = {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[];
  readonly body: Uint8Array;
};

/** `network` errors are of the connection, others of what was asked for. */
export type Reply =
  | { readonly addresses: readonly string[] }
  | { readonly response: Response }
  | { readonly problem: string; readonly isNetwork: boolean };

/** A response that is larger is an error: it would be kept in memory whole. */
export const largestBody = 16 * 1024 * 1024;
