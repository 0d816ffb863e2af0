import { afterEach, expect, it, vi } from "vitest";
import { patiently } from "./patiently.ts";

afterEach(() => void vi.useRealTimers());

const outage = new Error("away");
const isOutage = (err: unknown): err is Error => err === outage;
const unstopped = { isOutage, onOutage() {}, signal: new AbortController().signal };

it("tries again after longer and longer pauses and gives up in the end", async () => {
  const pauses: number[] = [];
  const wait = async (seconds: number) => void pauses.push(seconds);
  const told: number[] = [];
  const onOutage = (err: Error, pause: number) => void (err === outage && told.push(pause));
  const away = () => Promise.reject(outage);
  await expect(patiently(away, { ...unstopped, onOutage, wait })).rejects.toBe(outage);
  expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16]);
  expect(told).toEqual(pauses);
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
  await expect(patiently(refusedAfterAMinute, { ...unstopped, wait })).rejects.toBe(outage);
  expect(tries).toBe(2);
});

it("answers with what came of the first try that worked", async () => {
  const answers = [outage, outage, "done"];
  const work = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  expect(await patiently(work, { ...unstopped, wait: async () => {} })).toBe("done");
});

it("does not repeat what is no outage, nor anything once it is stopped", async () => {
  const wait = async () => expect.unreachable();
  const bug = () => Promise.reject(new Error("bug"));
  await expect(patiently(bug, { ...unstopped, wait })).rejects.toThrow("bug");
  const away = () => Promise.reject(outage);
  await expect(patiently(away, { ...unstopped, wait, signal: AbortSignal.abort() })).rejects.toBe(outage);
});
