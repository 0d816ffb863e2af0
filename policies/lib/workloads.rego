# Where each kind of workload keeps its pods. Functions are undefined for anything that is not a workload.
package sortie.lib.workloads

# Paths in answers begin with this.
spec_path(workload) := spec_paths[workload.kind]

spec_paths := {
	"Pod": "spec",
	"Deployment": "spec.template.spec",
	"ReplicaSet": "spec.template.spec",
	"DaemonSet": "spec.template.spec",
	"StatefulSet": "spec.template.spec",
	"Job": "spec.template.spec",
	"CronJob": "spec.jobTemplate.spec.template.spec",
}

templated_kinds := {"Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job"}

pod_spec(workload) := workload.spec if workload.kind == "Pod"

pod_spec(workload) := pod_template(workload).spec

# The same for every kind with a pod template, ReplicationControllers included, which most rules leave alone.
template_spec(workload) := spec if {
	spec := pod_spec(workload)
} else := workload.spec.template.spec if {
	workload.kind == "ReplicationController"
}

template_path(workload) := path if {
	path := spec_path(workload)
} else := "spec.template.spec" if {
	workload.kind == "ReplicationController"
}

# Undefined for a Pod, which has none.
pod_template(workload) := workload.spec.template if workload.kind in templated_kinds

pod_template(workload) := workload.spec.jobTemplate.spec.template if workload.kind == "CronJob"

# Metadata that the pods get: a Pod's own, or the template's.
pod_metadata(workload) := workload.metadata if workload.kind == "Pod"

pod_metadata(workload) := pod_template(workload).metadata

# A pod, or a service account, that says itself whether the token is mounted.
decides_about_token(spec) if is_boolean(spec.automountServiceAccountToken)

is_workload(workload) if spec_paths[workload.kind]

# Pods that say they are for Windows nodes, by the field or by the selector.
is_for_windows(spec) if spec.os.name == "windows"

is_for_windows(spec) if spec.nodeSelector["kubernetes.io/os"] == "windows"

# Pods that say by the field that they are for Windows cannot have what Linux alone has: the API server refuses it. Those
# that only select such nodes can.
# https://kubernetes.io/docs/concepts/workloads/pods/#pod-os
takes_linux_fields(spec) if not spec.os.name == "windows"

# The containers that run as long as their pod does, as pairs of list and number: init containers that are started again
# whenever they end are sidecars.
# https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
running(spec) := array.concat(
	[["containers", i] | some i, _ in spec.containers],
	[["initContainers", i] | some i, container in spec.initContainers; container.restartPolicy == "Always"],
)

# What a container may use, or asks for: its own `limits` or `requests`, or what its pod has for all its containers.
# https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#pod-level-resource-specification
amount(spec, container, kind, resource) := quantity if {
	quantity := container.resources[kind][resource]
} else := spec.resources[kind][resource]

# A capability as Kubernetes spells it. Container runtimes take lower case too, and some the kernel's `CAP_SYS_ADMIN`.
# https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container
capability(text) := trim_prefix(upper(text), "CAP_")

# A pod spec or a container without the field, or with an empty text in it. `path` is a list of keys.
lacks(holder, path) if object.get(holder, path, "") == ""

# The labels of the pods, `{}` without any.
pod_labels(workload) := labels if {
	labels := pod_metadata(workload).labels
	is_object(labels)
} else := {} if {
	is_workload(workload)
}

# The label sets that pods have in each namespace, those of ReplicationControllers included.
labels_by_namespace[namespace(workload)] contains labels if {
	some workload in input
	labels := pod_labels(workload)
}

labels_by_namespace[namespace(controller)] contains labels if {
	some controller in input
	controller.kind == "ReplicationController"
	labels := object.get(controller, ["spec", "template", "metadata", "labels"], {})
}

# An object of a file may leave its namespace out; it is then created in `default`.
namespace(workload) := name if {
	name := workload.metadata.namespace
	name != ""
} else := "default"
