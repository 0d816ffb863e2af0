// What needs no schema, for who starts often and reads nothing from outside: making the schemas takes longer than a small scan.
export { isRecord } from "./is-record.ts";
export { maskedObject } from "./masked-object.ts";
export { apiVersionOf, groupAndVersion, type ObjectName, resourceId } from "./object-name.ts";
export { namedObject, reportedControl, subjectObject } from "./reported-control.ts";
export { reportedCategory, resourceCounters } from "./reported-figures.ts";
export { resourceIdAnnotation } from "./resource-id-annotation.ts";
export { type Severity, severities, severityOf } from "./severity.ts";
export { type PathStep, pathSteps, valueAtPath } from "./value-at-path.ts";
