import { afterEach, expect, it, vi } from "vitest";
import { patiently } from "./patiently.ts";

afterEach(() => void vi.useRealTimers());

const outage = new Error("away");
const isOutage = (err: unknown) => err === outage;

it("tries again after longer and longer pauses and gives up in the end", async () => {
  const pauses: number[] = [];
  const wait = async (seconds: number) => void pauses.push(seconds);
  const away = () => Promise.reject(outage);
  await expect(patiently(away, isOutage, { wait, signal: new AbortController().signal })).rejects.toBe(outage);
  expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16]);
});

it("gives up half a minute after the first failure, however few tries that were", async () => {
  vi.useFakeTimers();
  let tries = 0;
  const refusedAfterAMinute = async () => {
    tries += 1;
    await vi.advanceTimersByTimeAsync(60_000);
    throw outage;
  };
  const wait = async (seconds: number) => void (await vi.advanceTimersByTimeAsync(seconds * 1000));
  const signal = new AbortController().signal;
  await expect(patiently(refusedAfterAMinute, isOutage, { wait, signal })).rejects.toBe(outage);
  expect(tries).toBe(2);
});

it("answers with what came of the first try that worked", async () => {
  const answers = [outage, outage, "done"];
  const work = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  expect(await patiently(work, isOutage, { wait: async () => {}, signal: new AbortController().signal })).toBe("done");
});

it("does not repeat what is no outage, nor anything once it is stopped", async () => {
  const wait = async () => expect.unreachable();
  const bug = () => Promise.reject(new Error("bug"));
  await expect(patiently(bug, isOutage, { wait, signal: new AbortController().signal })).rejects.toThrow("bug");
  const away = () => Promise.reject(outage);
  await expect(patiently(away, isOutage, { wait, signal: AbortSignal.abort() })).rejects.toBe(outage);
});
