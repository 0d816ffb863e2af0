import { didYouMean } from "@sortie/process/suggest";
import { type ConfigTarget, OperatorCommand } from "@sortie/wire";
import { z } from "zod";
import { annotation, label } from "../object-labels.ts";
import { Command } from "./command.ts";
import { commandNames, meaningOf } from "./command-names.ts";
import { configTargetOf } from "./config-target.ts";
import { parseGoDuration } from "./go-duration.ts";
import { waiting } from "./write-status.ts";

/** Decoded size of a body, as for the REST API. */
const maxBodyBytes = 65_536;

/** What an OperatorCommand object comes down to. `wants` is the decision; the rest is bookkeeping. */
export type ReadCommand = {
  name: string;
  uid: string;
  createdAt: string;
  jobId: string;
  parentId: string | null;
  traceparent: string | undefined;
  started: boolean;
  /** What its status says keeps its scan from beginning. */
  waitingFor: string | undefined;
  /** Absent: not finished. */
  completedAt: string | undefined;
  /** How long the finished command is kept. Absent: the dispatcher's default. */
  ttlSeconds: number | undefined;
  wants:
    | { what: "config-scan"; target: ConfigTarget }
    | { what: "rejection"; reason: Rejection; message: string }
    /** Its intake has not finished with it: nobody acts on it yet. */
    | { what: "completion" };
};

/** `status.error.reason` of a command that no Job is made for. */
type Rejection = "Invalid" | "NotSupported" | "Unknown";

/** Command types that Kubescape's node agent watches for. */
const forTheNodeAgent = new Set(["RuntimeResponse", "RuntimeUpdateRules"]);

/**
 * Reads one object of the kind. `undefined`: it is for another program, or it is not an OperatorCommand at all, which
 * the CRD's schema rules out.
 */
export function readCommand(object: unknown): ReadCommand | undefined {
  const parsed = OperatorCommand.safeParse(object);
  if (!parsed.success) return readBroken(object, parsed.error);
  const { metadata, spec, status } = parsed.data;
  if ((metadata.labels?.[label.appName] ?? "operator") !== "operator") return undefined;
  if (forTheNodeAgent.has(spec.commandType)) return undefined;
  const body = readBody(spec.commandType, spec.body);
  const tracking = body.ok ? body.command.jobTracking : { jobID: "", parentAction: "" };
  return {
    ...identity(metadata),
    jobId: spec.guid || tracking.jobID || (metadata.uid ?? ""),
    parentId: tracking.parentAction || null,
    traceparent: metadata.annotations?.[annotation.traceparent],
    started: status?.started ?? false,
    waitingFor: status?.error?.reason === waiting && !status.completed ? status.error.message : undefined,
    completedAt: status?.completed === true ? (status.completedAt ?? metadata.creationTimestamp ?? "") : undefined,
    ttlSeconds: parseGoDuration(spec.ttl ?? ""),
    wants: wantsOf(metadata, body),
  };
}

type Metadata = OperatorCommand["metadata"];

function identity(metadata: Metadata): { name: string; uid: string; createdAt: string } {
  return { name: metadata.name ?? "", uid: metadata.uid ?? "", createdAt: metadata.creationTimestamp ?? "" };
}

/** Enough of an object that breaks the schema to say so in its status. */
const Broken = z.looseObject({
  metadata: z.looseObject({ name: z.string(), uid: z.string(), creationTimestamp: z.string().nullish() }),
  status: z.looseObject({ completed: z.boolean().optional(), completedAt: z.string().nullish() }).nullish(),
});

function readBroken(object: unknown, problem: z.ZodError): ReadCommand | undefined {
  const broken = Broken.safeParse(object);
  if (!broken.success) return undefined;
  const { metadata, status } = broken.data;
  const createdAt = metadata.creationTimestamp ?? "";
  return {
    name: metadata.name,
    uid: metadata.uid,
    createdAt,
    jobId: metadata.uid,
    parentId: null,
    traceparent: undefined,
    started: false,
    waitingFor: undefined,
    completedAt: status?.completed === true ? (status.completedAt ?? createdAt) : undefined,
    ttlSeconds: undefined,
    wants: { what: "rejection", reason: "Invalid", message: z.prettifyError(problem) },
  };
}

type Body = { ok: true; command: Command } | { ok: false; reason: Rejection; message: string };

function readBody(commandType: string, body: string | undefined): Body {
  if (commandType !== "OperatorAPI") {
    return { ok: false, reason: "NotSupported", message: `commandType "${commandType}" is not supported yet` };
  }
  const bytes = Buffer.from(body ?? "", "base64");
  if (bytes.length > maxBodyBytes) return invalid(`spec.body is larger than ${maxBodyBytes} bytes`);
  try {
    const command = Command.safeParse(JSON.parse(bytes.toString("utf8")));
    return command.success
      ? { ok: true, command: command.data }
      : invalid(`spec.body: ${z.prettifyError(command.error)}`);
  } catch {
    // The parser's own message quotes the text, which may hold a credential.
    return invalid("spec.body is not the base64 of a JSON object");
  }
}

function wantsOf({ annotations }: Metadata, body: Body): ReadCommand["wants"] {
  if (annotations?.[annotation.incomplete] !== undefined) return { what: "completion" };
  return body.ok ? meantBy(body.command) : { what: "rejection", reason: body.reason, message: body.message };
}

function meantBy(command: Command): ReadCommand["wants"] {
  const meaning = meaningOf(command.commandName);
  if (meaning === "unknown") return rejection("Unknown", unknownCommand(command.commandName));
  if (meaning === "not-supported-yet") {
    return rejection("NotSupported", `command "${command.commandName}" is not supported yet`);
  }
  const scan = configTargetOf(command.args);
  return scan.ok ? { what: "config-scan", target: scan.target } : rejection("Invalid", scan.message);
}

function unknownCommand(name: string): string {
  if (name === "") return "commandName is missing or empty";
  return `command "${name}" is unknown, so it is not supported.${didYouMean(name, commandNames)}`;
}

function rejection(reason: Rejection, message: string): ReadCommand["wants"] {
  return { what: "rejection", reason, message: message.slice(0, 1000) };
}

function invalid(message: string): Body {
  return { ok: false, reason: "Invalid", message };
}
