import { expect, it } from "vitest";
import { isWanted, selectionsOf, type WantedNamespaces } from "./wanted-namespaces.ts";

const all: WantedNamespaces = { includeNamespaces: [], excludedNamespaces: [] };
const onlyShop: WantedNamespaces = { includeNamespaces: ["shop"], excludedNamespaces: ["shop"] };
const notShop: WantedNamespaces = { includeNamespaces: [], excludedNamespaces: ["shop", "lab"] };

const inShop = { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace: "shop" } };
const inOther = { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace: "other" } };
const shop = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
const node = { apiVersion: "v1", kind: "Node", metadata: { name: "shop" } };

it.each<[wanted: WantedNamespaces, objects: object[]]>([
  [all, [inShop, inOther, shop, node]],
  [onlyShop, [inShop, shop, node]],
  [notShop, [inOther, node]],
])("%j keeps what belongs to it and everything that is in no namespace", (wanted, objects) => {
  expect([inShop, inOther, shop, node].filter((object) => isWanted(wanted, object))).toEqual(objects);
});

const pods = { group: "", kind: "Pod", namespaced: true };
const namespaces = { group: "", kind: "Namespace", namespaced: false };
const nodes = { group: "", kind: "Node", namespaced: false };

it.each<[string, WantedNamespaces, typeof pods, object[]]>([
  ["lists a whole type at once", all, pods, [{}]],
  ["lists each namespace that is included", onlyShop, pods, [{ namespace: "shop" }]],
  ["lists the Namespace objects of those", onlyShop, namespaces, [{ fieldSelector: "metadata.name=shop" }]],
  [
    "lets the server leave out excluded namespaces",
    notShop,
    pods,
    [{ fieldSelector: "metadata.namespace!=shop,metadata.namespace!=lab" }],
  ],
  ["and their Namespace objects", notShop, namespaces, [{ fieldSelector: "metadata.name!=shop,metadata.name!=lab" }]],
  ["lists cluster-scoped types whole", notShop, nodes, [{}]],
])("%s", (_rule, wanted, type, selections) => {
  expect(selectionsOf(wanted, type)).toEqual(selections);
});
