# A server certificate that nobody renews runs out, or was signed by the kubelet itself. The gate has to be named:
# whether it is on by default depends on the version.
package sortie.rules["kubelet-rotate-kubelet-server-certificate"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "the feature gate RotateKubeletServerCertificate is off") if {
	some node in kubelets_not_rotating
	flag_gate(node) != "true"
}

deny contains kubelets.wrong_in_config(node, "featureGates.RotateKubeletServerCertificate") if {
	some node in kubelets_without_gate
	config := kubelets.config(node)
	object.get(config, ["featureGates", "RotateKubeletServerCertificate"], false) != true
}

deny contains kubelets.wrong(node, "nothing sets the feature gate RotateKubeletServerCertificate") if {
	some node in kubelets_without_gate
	not kubelets.has_flag(node, "config")
}

deny contains answer if {
	some node in kubelets_without_gate
	answer := kubelets.unread_by(node, "rotate-server-certificates")
}

kubelets_not_rotating := [node | some node in kubelets.all; not is_told_to_rotate(node)]

kubelets_without_gate := [node | some node in kubelets_not_rotating; not flag_gate(node)]

# Kubelets that are told to rotate do, whatever the gate says.
is_told_to_rotate(node) if kubelets.is_on(node, "rotate-server-certificates")

is_told_to_rotate(node) if kubelets.config(node).serverTLSBootstrap == true

# The gate's value on the command line, where it may stand among others.
flag_gate(node) := lower(found[count(found) - 1][1]) if {
	pattern := `(?:^|\s)--feature-gates(?:=|\s+)(?:\S*,)?RotateKubeletServerCertificate=(\w+)`
	found := regex.find_all_string_submatch_n(pattern, node.data.cmdLine, -1)
}
