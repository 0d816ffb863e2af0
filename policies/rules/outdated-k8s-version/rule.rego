# Versions of Kubernetes get fixes for about fourteen months (https://kubernetes.io/releases/). When to raise it:
# docs/reference/control-library.md, "What ages".
package sortie.rules["outdated-k8s-version"]

oldest_maintained := [1, 34]

deny contains {
	"alertMessage": sprintf("version %s gets no more fixes", [version]),
	"alertObject": {"k8sApiObjects": [node]},
	"reviewPaths": ["status.nodeInfo.kubeletVersion"],
} if {
	some node in input
	node.kind == "Node"
	version := node.status.nodeInfo.kubeletVersion
	not is_maintained(version)
}

is_maintained(version) if {
	[_, major, minor] := regex.find_all_string_submatch_n(`^v(\d+)\.(\d+)\.`, version, 1)[0]
	[to_number(major), to_number(minor)] >= oldest_maintained
}
