/** `f:<name>` for a field, `v:<JSON>` for an item of a set, `k:<JSON>` for one of a list with keys. */
export type FieldName = `${"f" | "k" | "v"}:${string}`;

/**
 * A set of fields as `FieldsV1` writes it: `{"f:spec":{"f:replicas":{}}}`. An empty tree stands for the field itself and
 * all of its value. Kubernetes, "Server-Side Apply", "Field management".
 */
export type FieldSet = { [field: FieldName]: FieldSet };
