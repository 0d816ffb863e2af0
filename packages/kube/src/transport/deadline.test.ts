import { afterEach, expect, it, vi } from "vitest";
import { withDeadline } from "./deadline.ts";

afterEach(() => void vi.useRealTimers());

const forever = ({ signal }: { signal: AbortSignal }) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("of the socket"))));

it("reports the deadline, not what it broke", async () => {
  vi.useFakeTimers();
  const ended = expect(withDeadline({ seconds: 60, signal: undefined, what: "GET /x" }, forever)).rejects.toThrow(
    "GET /x: no answer within 60 s",
  );
  await vi.advanceTimersByTimeAsync(60_000);
  await ended;
});

it("leaves no timer that keeps a process alive", async () => {
  vi.useFakeTimers();
  await withDeadline({ seconds: 60, signal: undefined, what: "" }, async () => {});
  expect(vi.getTimerCount()).toBe(0);
});

it("tells how much time is left", async () => {
  vi.useFakeTimers();
  await withDeadline({ seconds: 60, signal: undefined, what: "" }, async ({ remainingSeconds }) => {
    await vi.advanceTimersByTimeAsync(20_000);
    expect(remainingSeconds()).toBe(40);
  });
});
