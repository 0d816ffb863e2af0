import { expect, it } from "vitest";
import { withoutContents } from "./without-contents.ts";

it("hides what is in the files of a node, and nothing else", () => {
  const file = { path: "/etc/kubernetes/kubelet.conf", permissions: 384, content: "a2V5" };
  const data = { cmdLine: "kubelet", kubeConfigFile: file, serviceFiles: [file] };
  const node = { apiVersion: "hostdata.kubescape.cloud/v1beta0", kind: "KubeletInfo", metadata: { name: "a" }, data };
  const hidden = { ...file, content: "XXXXXX" };
  expect(withoutContents(node)).toEqual({
    ...node,
    data: { cmdLine: "kubelet", kubeConfigFile: hidden, serviceFiles: [hidden] },
  });
});

it("leaves other objects as they are", () => {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { content: "text" } };
  expect(withoutContents(object)).toBe(object);
});
