# Descriptions of managed clusters and their surroundings, as the providers' APIs give them.
package sortie.lib.clouds

aks(kind) := of_provider("management.azure.com", kind)

eks(kind) := of_provider("eks.amazonaws.com", kind)

gke(kind) := of_provider("container.googleapis.com", kind)

of_provider(group, kind) := [description |
	some description in input
	description.kind == kind
	startswith(description.apiVersion, sprintf("%s/", [group]))
]

# A field of an EKS cluster, in either of the two spellings that AWS' tools use.
eks_field(description, name) := value if {
	value := description.data.Cluster[name]
} else := value if {
	value := description.data.cluster[sprintf("%s%s", [lower(substring(name, 0, 1)), substring(name, 1, -1)])]
}
