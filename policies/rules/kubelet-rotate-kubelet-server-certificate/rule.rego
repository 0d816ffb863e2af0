# A server certificate that nobody renews runs out, or was signed by the kubelet itself. The gate has to be named:
# whether it is open by default depends on the version.
package sortie.rules["kubelet-rotate-kubelet-server-certificate"]

import data.sortie.lib.kubelets

# The gate is looked for on the command line alone, as in the public library.
deny contains kubelets.wrong(node, "nothing makes the kubelet replace its serving certificate") if {
	some node in kubelets.all
	not is_told_to_rotate(node)
	not opens_gate(node)
}

is_told_to_rotate(node) if contains(node.data.cmdLine, "--rotate-server-certificates")

is_told_to_rotate(node) if kubelets.content(node).serverTLSBootstrap == true

opens_gate(node) if {
	contains(node.data.cmdLine, "--feature-gates=")
	contains(node.data.cmdLine, "RotateKubeletServerCertificate=true")
}
