# Without a memory limit one container can starve its node; without a request the scheduler cannot plan.
# The configured minima and maxima narrow what counts as set.
package sortie.rules["resources-memory-limit-and-request"]

import data.sortie.lib.answers
import data.sortie.lib.quantities
import data.sortie.lib.workloads

# As numbers, so that they are not read again for each container.
bounds := {
	"limits": {
		"max": quantities.values(data.postureControlInputs.memory_limit_max),
		"min": quantities.values(data.postureControlInputs.memory_limit_min),
	},
	"requests": {
		"max": quantities.values(data.postureControlInputs.memory_request_max),
		"min": quantities.values(data.postureControlInputs.memory_request_min),
	},
}

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	some amount in ["limits", "requests"]
	not workloads.amount(spec, container, amount, "memory")
	path := memory_path(workload, list, i, amount)
}

deny contains answers.review(workload, sprintf("%s is outside the configured bounds", [path]), [path]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	some amount, bound in bounds
	is_outside(container.resources[amount].memory, bound)
	path := memory_path(workload, list, i, amount)
}

# The pod's amount is that of each container without one of its own.
deny contains answers.review(workload, sprintf("%s is outside the configured bounds", [path]), [path]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some amount, bound in bounds
	is_outside(spec.resources[amount].memory, bound)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not container.resources[amount].memory
	path := sprintf("%s.resources.%s.memory", [workloads.spec_path(workload), amount])
}

memory_path(workload, list, i, amount) := sprintf("%s.%s[%d].resources.%s.memory", [
	workloads.spec_path(workload),
	list,
	i,
	amount,
])

is_outside(memory, bound) if {
	some maximum in bound.max
	quantities.value(memory) > maximum
}

is_outside(memory, bound) if {
	some minimum in bound.min
	quantities.value(memory) < minimum
}
