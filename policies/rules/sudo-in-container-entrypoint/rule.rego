# A container that starts with sudo needs a privileged binary in its image.
package sortie.rules["sudo-in-container-entrypoint"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s uses sudo", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some j, word in container.command
	contains(word, "sudo")
	path := sprintf("%s.containers[%d].command[%d]", [workloads.spec_path(workload), i, j])
}
