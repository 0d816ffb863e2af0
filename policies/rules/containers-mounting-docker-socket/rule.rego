# Whoever can talk to the container runtime can start any container, privileged ones included.
package sortie.rules["containers-mounting-docker-socket"]

import data.sortie.lib.answers
import data.sortie.lib.volumes
import data.sortie.lib.workloads

# As the public library knows them: other ways to the same files are another rule's.
runtime_sockets := {
	"/run/containerd/containerd.sock",
	"/var/run/crio/crio.sock",
	"/var/run/docker",
	"/var/run/docker.sock",
}

deny contains answers.remove(workload, "a volume is a socket of the container runtime", volumes.paths(workload, i)) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	volume.hostPath.path in runtime_sockets
}
