# With NET_RAW a container can forge packets of its neighbours. Container runtimes give it unless it is dropped.
package sortie.rules["drop-capability-netraw"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s should be NET_RAW", [path]), [{"path": path, "value": "NET_RAW"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	some i, container in spec.containers
	dropped := object.get(container, ["securityContext", "capabilities", "drop"], [])
	not drops(dropped, {"ALL", "NET_RAW"})
	path := sprintf("%s.containers[%d].securityContext.capabilities.drop[%d]", [
		workloads.spec_path(workload),
		i,
		count(dropped),
	])
}

# What is added beats that everything is dropped.
deny contains answers.remove(workload, sprintf("%s has NET_RAW", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	drops(container.securityContext.capabilities.drop, {"ALL"})
	has_netraw(container)
	path := sprintf("%s.containers[%d].securityContext.capabilities.add", [workloads.spec_path(workload), i])
}

has_netraw(container) if {
	some capability in container.securityContext.capabilities.add
	upper(capability) == "NET_RAW"
}

drops(dropped, capabilities) if {
	some capability in dropped
	upper(capability) in capabilities
}
