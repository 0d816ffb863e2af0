# Objects of `input` by kind, namespace and name, for rules that join them: those of the kinds that others name.
package sortie.lib.objects

import data.sortie.lib.workloads

named_kinds := {"ConfigMap", "PersistentVolumeClaim", "Secret", "Service", "ServiceAccount"}

# Places in `input` rather than objects: two objects of a file can have one name.
places[kind][namespace][name] contains i if {
	some i, resource in input
	resource.kind in named_kinds
	kind := resource.kind
	namespace := workloads.namespace(resource)
	name := resource.metadata.name
}

find(kind, namespace, name) := [input[i] | some i in places[kind][namespace][name]]

exists(kind, namespace, name) if places[kind][namespace][name]
