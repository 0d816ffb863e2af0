# The runtime executes the plugins that these files name, as root.
package sortie.rules["ensure-that-the-Container-Network-Interface-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "CNIInfo"
	some answer in host_files.not_of_root(node, node.data.CNIConfigFiles)
}
