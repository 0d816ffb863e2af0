/**
 * What an object is made of: one table for JSON, protobuf and OpenAPI. Names and numbers of the result kinds are those of
 * the Go types that Kubescape's clients are generated from (docs/reference/storage-api.md, "Protobuf").
 */
export type Message = {
  is: "message";
  /** Name of the Go type. */
  name: string;
  description: string;
  readonly fields: Field[];
  /** Writers of older formats have a text where the message stands. */
  ofText?: ((text: string) => Record<string, unknown>) | undefined;
};

export type FieldType =
  | { is: "int64" | "int32"; minimum?: number }
  | { is: "string" | "bool" | "float" | "double" }
  /** RFC 3339 in JSON, `null` for no time. */
  | { is: "time" }
  /** Any JSON value; its text in protobuf. */
  | { is: "raw" }
  /** The same one message deeper: `FieldsV1` of field management. */
  | { is: "fieldsV1" }
  /**
   * `orOne`: writers of older formats have a text for a list of one. `keys`: its items are owned one by one, known by these
   * fields or, where there are none, by their value.
   */
  | { is: "list"; of: FieldType; orOne?: boolean; keys?: string[] }
  | { is: "map"; of: FieldType }
  | Message;

export type Field = {
  name: string;
  number: number;
  type: FieldType;
  description: string;
  /** Left out when it says nothing; otherwise it is always there: zero, or `null` for lists, maps and pointers. */
  isOptional: boolean;
  /** Absent is not the same as zero. */
  isPointer: boolean;
  /** A message of its own in protobuf whose fields stand on this level in JSON. */
  isInline: boolean;
};

type Presence = Partial<Pick<Field, "isOptional" | "isPointer" | "isInline">>;
type Present = { type: FieldType } & Presence;
type Row = [number: number, type: FieldType | Present, description: string];

export const text: FieldType = { is: "string" };
export const whole: FieldType = { is: "int64" };
export const whole32: FieldType = { is: "int32" };
export const count: FieldType = { is: "int64", minimum: 0 };
export const flag: FieldType = { is: "bool" };
export const float: FieldType = { is: "float" };
export const double: FieldType = { is: "double" };
export const time: FieldType = { is: "time" };
export const raw: FieldType = { is: "raw" };
export const list = (of: FieldType): FieldType => ({ is: "list", of });
export const map = (of: FieldType): FieldType => ({ is: "map", of });

export const optional = (type: FieldType | Present): Present => ({ ...present(type), isOptional: true });
export const pointer = (type: FieldType): Present => ({ type, isPointer: true });
export const inline = (type: Message): Present => ({ type, isInline: true });

/** @param rows By JSON name; a function where a message contains itself. */
export function message(
  name: string,
  description: string,
  rows: Record<string, Row> | (() => Record<string, Row>),
  ofText?: Message["ofText"],
): Message {
  let fields: Field[] | undefined;
  return {
    is: "message",
    name,
    description,
    ofText,
    get fields() {
      fields ??= Object.entries(typeof rows === "function" ? rows() : rows).map(fieldOf);
      return fields;
    },
  };
}

function fieldOf([name, [number, type, description]]: [string, Row]): Field {
  return { name, number, description, isOptional: false, isPointer: false, isInline: false, ...present(type) };
}

function present(type: FieldType | Present): Present {
  return "type" in type ? type : { type };
}
