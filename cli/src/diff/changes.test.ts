import { expect, it } from "vitest";
import { control, scanOf } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { changesSince } from "./changes.ts";

const cart = "apps/v1/shop/Deployment/cart";
const failed = { status: "failed" } as const;
const passed = { status: "passed" } as const;

function earlier(results: Record<string, Record<string, "failed" | "passed">>) {
  return {
    results: Object.entries(results).map(([resourceID, controls]) => ({
      resourceID,
      controls: Object.entries(controls).map(([controlID, status]) => ({ controlID, name: "", status: { status } })),
    })),
  };
}

function now(controls: Parameters<typeof scanOf>[1]) {
  const selection = { controls: ["C-0016", "C-0057"].map((id) => control(id)), frameworks: [] };
  return summarise([scanOf(cart, controls)], selection, []).resources;
}

it("finds what fails now and did not, and what failed and does no more", () => {
  const { appeared, fixed } = changesSince(
    earlier({ [cart]: { "C-0016": "failed", "C-0057": "passed" } }),
    now({ "C-0016": passed, "C-0057": failed }),
  );

  expect(appeared.map(({ resource, control: { controlID } }) => [resource.id, controlID])).toEqual([[cart, "C-0057"]]);
  expect(fixed).toEqual([{ resourceId: cart, controlId: "C-0016", controlName: "", isGone: false }]);
});

it("says nothing of what fails as before", () => {
  expect(changesSince(earlier({ [cart]: { "C-0016": "failed" } }), now({ "C-0016": failed }))).toEqual({
    appeared: [],
    fixed: [],
  });
});

it("tells a resource that is gone from one that was mended", () => {
  const { fixed } = changesSince(earlier({ "/v1/shop/Pod/shell": { "C-0016": "failed" } }), now({ "C-0016": passed }));

  expect(fixed).toMatchObject([{ resourceId: "/v1/shop/Pod/shell", isGone: true }]);
});
