# The runtime executes the plugins that these files name, as root.
package sortie.rules["ensure-that-the-Container-Network-Interface-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "CNIInfo"
	some answer in host_files.wider_than(node, node.data.CNIConfigFiles, "600")
}
