# Whoever can talk to the container runtime can start any container, privileged ones included.
package sortie.rules["containers-mounting-docker-socket"]

import data.sortie.lib.answers
import data.sortie.lib.volumes
import data.sortie.lib.workloads

# Below `/run` or `/var/run`. Docker's and CRI-O's directory counts like the socket in it.
runtime_sockets := {
	"containerd/containerd.sock",
	"cri-dockerd.sock",
	"crio",
	"crio/crio.sock",
	"docker",
	"docker.sock",
}

deny contains answers.remove(workload, "a volume is a socket of the container runtime", volumes.paths(workload, i)) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	path := trim_right(volume.hostPath.path, "/")
	trim_prefix(trim_prefix(path, "/var"), "/run/") in runtime_sockets
	regex.match(`^(/var)?/run/`, path)
}
