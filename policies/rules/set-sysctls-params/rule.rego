# Kernel parameters outside this list change more than the pod that sets them.
# https://kubernetes.io/docs/concepts/security/pod-security-standards/
package sortie.rules["set-sysctls-params"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

safe_parameters := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_wmem",
}

deny contains answers.change(workload, sprintf("%s has an unsafe parameter", [path]), path, "REMOVE_UNSAFE_SYSCTLS") if {
	some workload in input
	some parameter in workloads.pod_spec(workload).securityContext.sysctls
	not parameter.name in safe_parameters
	path := sprintf("%s.securityContext.sysctls", [workloads.spec_path(workload)])
}
