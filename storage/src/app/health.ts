import type { Answer } from "../serve/answer.ts";
import type { Asked } from "./asked.ts";

/** What kubelet asks without saying who it is; `undefined` for every other request. */
export function health({ raw, info }: Asked, deps: { notReady(): string | undefined }): Answer | undefined {
  if (raw.method !== "GET" && raw.method !== "HEAD") return undefined;
  if (info.path === "/livez") return plainText("ok");
  if (info.path !== "/readyz") return undefined;
  const reason = deps.notReady();
  return reason === undefined ? plainText("ok") : plainText(reason, 503);
}

function plainText(text: string, code = 200): Answer {
  return { code, headers: { "Content-Type": "text/plain; charset=UTF-8" }, body: text };
}
