import { inline, list, map, message, optional, text, whole } from "../../schema/message.ts";

const component = message("Component", "A piece of software.", {
  "@id": [1, optional(text), "IRI of it, usually a package URL."],
  hashes: [2, optional(map(text)), "Digests of it by algorithm."],
  identifiers: [3, optional(map(text)), "Names of it by kind of name."],
  supplier: [4, optional(text), "Who makes it."],
});

const product = message("Product", "Software that a statement is about.", {
  component: [1, inline(component), "The software."],
  subcomponents: [
    2,
    optional(
      list(
        message("Subcomponent", "A part of a product.", {
          component: [1, inline(component), "The part."],
        }),
      ),
    ),
    "The parts of it that matter.",
  ],
});

const statement = message("Statement", "Whether products are affected by a vulnerability.", {
  "@id": [1, optional(text), "IRI of the statement."],
  vulnerability: [
    2,
    message("VexVulnerability", "A vulnerability.", {
      "@id": [1, optional(text), "IRI of it."],
      name: [2, optional(text), "Its main name."],
      description: [3, optional(text), "What it is."],
      aliases: [4, optional(list(text)), "Its other names."],
    }),
    "The vulnerability.",
  ],
  timestamp: [3, optional(text), "When it was made."],
  last_updated: [4, optional(text), "When it was last changed."],
  products: [5, optional(list(product)), "The products."],
  status: [6, text, "not_affected, affected, fixed or under_investigation."],
  status_notes: [7, optional(text), "How the status was found."],
  justification: [8, optional(text), "Why a product is not affected."],
  impact_statement: [9, optional(text), "The same in words."],
  action_statement: [10, optional(text), "What to do about it."],
  action_statement_timestamp: [11, optional(text), "When that was said."],
});

const documentMetadata = message("Metadata", "The document.", {
  "@context": [1, text, "IRI of the format."],
  "@id": [2, text, "IRI of the document."],
  author: [3, text, "Who made it."],
  role: [4, optional(text), "As what."],
  timestamp: [5, text, "When it was made."],
  last_updated: [6, optional(text), "When it was last changed."],
  version: [7, whole, "Counts its changes."],
  tooling: [8, optional(text), "What it was made with."],
  supplier: [9, optional(text), "On behalf of whom."],
});

export const vexContainerType = message(
  "OpenVulnerabilityExchangeContainer",
  "Which vulnerabilities of an image matter to a workload, as an OpenVEX document.",
  {
    spec: [
      2,
      message("VEX", "The document. https://github.com/openvex/spec", {
        metadata: [1, inline(documentMetadata), "The document."],
        statements: [2, list(statement), "What it says."],
      }),
      "The document.",
    ],
  },
);
