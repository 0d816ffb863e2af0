# Unless it is told not to, a container's process may gain more privileges than its parent, for example through a
# setuid binary. A cluster whose pod security policies all forbid it needs no setting in the workload.
package sortie.rules["rule-allow-privilege-escalation"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s does not forbid privilege escalation", [path]), fixes) if {
	not forbidden_by_policies
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	some i, container in spec.containers
	not container.securityContext.allowPrivilegeEscalation == false
	path := sprintf("%s.containers[%d].securityContext", [workloads.spec_path(workload), i])
	fixes := [
		{"path": sprintf("%s.allowPrivilegeEscalation", [path]), "value": "false"},
		{"path": sprintf("%s.privileged", [path]), "value": "false"},
	]
}

policies := [policy | some policy in input; policy.kind == "PodSecurityPolicy"]

forbidden_by_policies if {
	count(policies) > 0
	every policy in policies {
		policy.spec.allowPrivilegeEscalation == false
	}
}
