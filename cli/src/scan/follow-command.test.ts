import { expect, it } from "vitest";
import { endOf } from "./follow-command.ts";

const command = (status: unknown) => ({
  apiVersion: "kubescape.io/v1alpha1",
  kind: "OperatorCommand",
  metadata: { name: "c" },
  spec: { commandType: "kubescapeScan" },
  status: status as Record<string, unknown>,
});
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

it("waits while a command is not completed", () => {
  expect(endOf(command(undefined))).toBeUndefined();
  expect(endOf(command({ started: true }))).toBeUndefined();
});

it("gives the outcome that the Job reported", () => {
  const outcome = { status: "succeeded", counts: { objects: 3 } };
  expect(endOf(command({ completed: true, payload: base64(outcome) }))).toEqual({ outcome });
});

it("gives the dispatcher's reason where there is no report", () => {
  const error = { reason: "lost", message: "the outcome is lost", errorCode: 1 };
  expect(endOf(command({ completed: true, error }))).toEqual({ error });
});

it.each([["bm90IEpTT04="], [base64({ status: "unheard of" })], [null]])(
  "never takes the unreadable report %s for success",
  (payload) => {
    expect(endOf(command({ completed: true, payload }))).toEqual({
      error: { reason: "NoOutcome", message: "The scan ended without saying how." },
    });
  },
);
