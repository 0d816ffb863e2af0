import { createHash } from "node:crypto";
import type { PostureReportChunk } from "@sortie/wire";
import type { Chunk } from "./chunks.ts";

/** What all chunks of a report have in common. */
export type ReportHead = Omit<PostureReportChunk, "resources" | "results" | "paginationInfo">;

/** The body of one request. Its items are JSON already, and most of it. */
export function chunkBody(head: ReportHead, { number, isLast, resources, results }: Chunk): string {
  const fields = JSON.stringify(head).slice(0, -1);
  const pagination = JSON.stringify({ chunkNumber: number, isLastChunk: isLast });
  const lists = `"resources":[${resources.join(",")}],"results":[${results.join(",")}]`;
  return `${fields},${lists},"paginationInfo":${pagination}}`;
}

/** An id that every attempt at a scan comes to: a UUID of version 8 (RFC 9562) made of a hash. */
export function reportGuid(jobId: string, requestedAt: string): string {
  const bytes = createHash("sha256").update(`${jobId} ${requestedAt}`).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x80, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
