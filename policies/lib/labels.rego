# Labels that a workload and its pods should have at least one of.
package sortie.lib.labels

import data.sortie.lib.workloads

# The first of the recommended labels, wherever none of them is. Undefined when nothing has to be added.
fixes(workload, recommended) := wanted if {
	workloads.is_workload(workload)
	wanted := [{"path": sprintf("%s.labels[%s]", [path, first(recommended)]), "value": "YOUR_VALUE"} |
		some path, metadata in labelled(workload)
		not has_any(metadata, recommended)
	]
	count(wanted) > 0
}

# By path, the metadata of the workload and of its pods.
labelled(workload) := {"metadata": workload.metadata} if workload.kind == "Pod"

labelled(workload) := {"metadata": workload.metadata, path: object.get(template, "metadata", {})} if {
	workload.kind != "Pod"
	path := replace(workloads.spec_path(workload), "template.spec", "template.metadata")
	template := workloads.pod_template(workload)
}

has_any(metadata, recommended) if {
	some label in recommended
	metadata.labels[label]
}

first(recommended) := recommended[0]

first(recommended) := "YOUR_LABEL" if count(recommended) == 0
