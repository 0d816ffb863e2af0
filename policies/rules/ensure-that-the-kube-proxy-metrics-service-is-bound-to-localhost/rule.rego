# Metrics of kube-proxy are for its node alone, and its configuration should say so.
package sortie.rules["ensure-that-the-kube-proxy-metrics-service-is-bound-to-localhost"]

import data.sortie.lib.answers

considered contains configmap if {
	some configmap in input
	configmap.kind == "ConfigMap"
	configmap.metadata.name == "kube-proxy"
	configmap.metadata.namespace == "kube-system"
}

deny contains answers.point(configmap, "metrics of kube-proxy are not bound to the node", ["data"]) if {
	some configmap in considered
	configuration := yaml.unmarshal(text(configmap.data))
	is_open(configuration)
}

text(files) := files["config.conf"]

text(files) := files[first] if {
	not files["config.conf"]
	first := [name | some name in ["kubeconfig.conf", "config"]; files[name]][0]
}

# No address stands for all of them.
is_open(configuration) if object.get(configuration, "metricsBindAddress", "") == ""

is_open(configuration) if startswith(configuration.metricsBindAddress, "0.0.0.0")
