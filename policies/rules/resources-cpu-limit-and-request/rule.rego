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
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	some amount in ["limits", "requests"]
	not workloads.amount(spec, container, amount, "cpu")
	path := cpu_path(workload, list, i, amount)
}

deny contains answers.review(workload, sprintf("%s is outside the configured bounds", [path]), [path]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	some amount, bound in bounds
	is_outside(container.resources[amount].cpu, bound)
	path := cpu_path(workload, list, i, amount)
}

# The pod's amount is that of each container without one of its own.
deny contains answers.review(workload, sprintf("%s is outside the configured bounds", [path]), [path]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some amount, bound in bounds
	is_outside(spec.resources[amount].cpu, bound)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not container.resources[amount].cpu
	path := sprintf("%s.resources.%s.cpu", [workloads.spec_path(workload), amount])
}

cpu_path(workload, list, i, amount) := sprintf("%s.%s[%d].resources.%s.cpu", [
	workloads.spec_path(workload),
	list,
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
