import type { ScalarTag, Tags } from "yaml";

/**
 * Kubernetes reads YAML 1.1: `0644` is octal and `yes` is true (https://yaml.org/type/bool.html). Dates and binary stay
 * text, as in JSON.
 */
const textOnlyTags = /(timestamp|binary|omap|pairs|set)$/;

/** `0o644` and other forms of version 1.2, and capitals, which Go reads besides. */
const goNumber: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^[-+]?0(?:[oO]_*[0-7][0-7_]*|B_*[01][01_]*|X_*[\da-fA-F][\da-fA-F_]*)$/,
  resolve: (text) => {
    const number = Number(text.replaceAll(/[-+_]/g, ""));
    return text.startsWith("-") ? 0 - number : number;
  },
};

/** The tags by which scalars without quotes are read as Kubernetes reads them. */
export function kubernetesTags(tags: Tags): Tags {
  const known = tags.flatMap((tag): Tags => {
    if (typeof tag === "string") return [tag];
    if (textOnlyTags.test(tag.tag) || ("format" in tag && tag.format === "TIME")) return [];
    return [withDigits(tag)];
  });
  return [goNumber, ...known];
}

type Tag = Exclude<Tags[number], string>;

/** A number without a digit before its exponent is text, as for Go: the path `.`, the label `e5`. */
function withDigits(tag: Tag): Tag {
  if (!tag.tag.endsWith(":float") || !("test" in tag) || tag.test === undefined || tag.test.test(".inf")) return tag;
  return { ...tag, test: new RegExp(`^(?=[-+]?[._]*\\d)(?:${tag.test.source})`) };
}
