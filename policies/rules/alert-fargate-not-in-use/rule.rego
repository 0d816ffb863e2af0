# Fargate runs each pod on a machine of its own. Its nodes are told by their names; one of them shows that the cluster
# uses it.
package sortie.rules["alert-fargate-not-in-use"]

nodes := [node | some node in input; node.kind == "Node"]

deny contains {
	"alertMessage": "no pod of this cluster runs on a machine of its own",
	"alertObject": {"k8sApiObjects": nodes},
} if {
	count(nodes) > 0
	every node in nodes {
		not startswith(node.metadata.name, "fargate")
	}
}
