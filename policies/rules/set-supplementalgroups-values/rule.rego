# Group 0 is root's; its files on a volume become the container's.
package sortie.rules["set-supplementalgroups-values"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.change(workload, sprintf("%s has the root group", [path]), path, "REMOVE_GROUP_0") if {
	some workload in input
	0 in workloads.pod_spec(workload).securityContext.supplementalGroups
	path := sprintf("%s.securityContext.supplementalGroups", [workloads.spec_path(workload)])
}
