# Without a CPU limit one container can slow down its node; without a request the scheduler cannot plan.
# The configured minima and maxima narrow what counts as set.
package sortie.rules["resources-cpu-limit-and-request"]

import data.sortie.lib.answers
import data.sortie.lib.quantities
import data.sortie.lib.workloads

# As numbers, so that they are not read again for each container.
bounds := {
	"limits": {
		"max": quantities.values(data.postureControlInputs.cpu_limit_max),
		"min": quantities.values(data.postureControlInputs.cpu_limit_min),
	},
	"requests": {
		"max": quantities.values(data.postureControlInputs.cpu_request_max),
		"min": quantities.values(data.postureControlInputs.cpu_request_min),
	},
}

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some amount in ["limits", "requests"]
	not container.resources[amount].cpu
	path := cpu_path(workload, i, amount)
}

deny contains answers.review(workload, sprintf("%s is outside the configured bounds", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some amount, bound in bounds
	is_outside(container.resources[amount].cpu, bound)
	path := cpu_path(workload, i, amount)
}

cpu_path(workload, i, amount) := sprintf("%s.containers[%d].resources.%s.cpu", [
	workloads.spec_path(workload),
	i,
	amount,
])

is_outside(cpu, bound) if {
	some maximum in bound.max
	quantities.value(cpu) > maximum
}

is_outside(cpu, bound) if {
	some minimum in bound.min
	quantities.value(cpu) < minimum
}
