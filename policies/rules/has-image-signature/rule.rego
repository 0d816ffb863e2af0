# An unsigned image is from whoever can write to its registry.
package sortie.rules["has-image-signature"]

import data.sortie.lib.signatures

deny contains signatures.unproven(workload, paths) if {
	some workload in input
	paths := [path | some path, image in signatures.images(workload); not signatures.is_signed(image)]
	count(paths) > 0
}
