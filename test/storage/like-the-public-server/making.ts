import { empty, filled, get, post, type Story, sent, types, written } from "./request.ts";

/**
 * Objects with every field and with few, in both encodings; they stay for the stories that follow. They are made in the
 * order of their names: the public server pages in the order in which objects were written.
 */
export const making: Story = {
  "a list of nothing": get(""),
  "a list of nothing in protobuf": get("", types.protobuf),
  "one of which nothing is said": post((subject) => empty(subject, "empty")),
  "one of which nothing is said in protobuf": get("/empty", types.protobuf),
  "one with every field": post((subject) => filled(subject, "full")),
  "the same again": post((subject) => filled(subject, "full")),
  "the same again, dry": post((subject) => filled(subject, "full"), "?dryRun=All"),
  "one as it is read": get("/full"),
  "one in protobuf": sent("POST", "", (subject) => written(subject, "gap-0").protobuf, types.protobuf),
  "one in protobuf again": sent("POST", "", (subject) => written(subject, "gap-0").protobuf, types.protobuf),
  "one in protobuf as it is read": get("/gap-0", types.protobuf),
  "one in protobuf as it is read in JSON": get("/gap-0"),
  "one with no fields": sent("POST", "", (subject) => written(subject, "gap-1").protobuf, types.protobuf),
  "one with no fields in JSON": get("/gap-1"),
  "one with half of its fields": sent("POST", "", (subject) => written(subject, "gap-2").protobuf, types.protobuf),
  "one with half of its fields in JSON": get("/gap-2"),
  "one with other fields": post((subject) => written(subject, "gap-3").json),
  "one with other fields in protobuf": get("/gap-3", types.protobuf),
  "one, dry": post((subject) => filled(subject, "dry"), "?dryRun=All"),
  "one that was made dry": get("/dry"),
};
