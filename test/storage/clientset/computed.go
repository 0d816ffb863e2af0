package main

import (
	"context"
	"fmt"
	"time"

	"github.com/kubescape/storage/pkg/apis/softwarecomposition/v1beta1"
	spdx "github.com/kubescape/storage/pkg/generated/clientset/versioned/typed/softwarecomposition/v1beta1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// exerciseComputed reads the kinds that follow from others. All that they may say is in what they are made of here.
func exerciseComputed(clients spdx.SpdxV1beta1Interface, objects dynamic.Interface, namespace string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	prepare := func(err error) {
		if err != nil {
			report("computed", "prepare", err)
		}
	}
	_, err := clients.KnownServers("").Create(ctx, knownServer(), metav1.CreateOptions{})
	prepare(err)
	_, err = clients.NetworkNeighborhoods(namespace).Create(ctx, neighbourhood(), metav1.CreateOptions{})
	prepare(err)
	_, err = clients.VulnerabilityManifestSummaries(namespace).Create(ctx, filled[*v1beta1.VulnerabilityManifestSummary]("member", 0), metav1.CreateOptions{})
	prepare(err)
	_, err = clients.WorkloadConfigurationScanSummaries(namespace).Create(ctx, filled[*v1beta1.WorkloadConfigurationScanSummary]("member", 0), metav1.CreateOptions{})
	prepare(err)

	policy := computed(ctx, "generatednetworkpolicies", "neighbourhood", clients.GeneratedNetworkPolicies(namespace), resourceOf(objects, "generatednetworkpolicies", namespace))
	if policy != nil && (len(policy.PoliciesRef) != 1 || len(policy.Spec.Spec.Egress) != 2 || len(policy.Spec.Spec.Ingress) != 1) {
		report("generatednetworkpolicies", "get", jsonText(policy))
	}
	vulnerabilities := computed(ctx, "vulnerabilitysummaries", namespace, clients.VulnerabilitySummaries(""), resourceOf(objects, "vulnerabilitysummaries", ""))
	if vulnerabilities != nil && len(vulnerabilities.Spec.WorkloadVulnerabilitiesObj) != 1 {
		report("vulnerabilitysummaries", "get", jsonText(vulnerabilities))
	}
	configurations := computed(ctx, "configurationscansummaries", namespace, clients.ConfigurationScanSummaries(""), resourceOf(objects, "configurationscansummaries", ""))
	if configurations != nil && len(configurations.Spec.WorkloadConfigurationScanSummaryIdentifiers) != 1 {
		report("configurationscansummaries", "get", jsonText(configurations))
	}
	prepare(clients.KnownServers("").Delete(ctx, "ranges", metav1.DeleteOptions{}))
}

func resourceOf(objects dynamic.Interface, resource, namespace string) dynamic.ResourceInterface {
	return objects.Resource(schema.GroupVersionResource{Group: group, Version: version, Resource: resource}).Namespace(namespace)
}

func knownServer() *v1beta1.KnownServer {
	return &v1beta1.KnownServer{
		ObjectMeta: metav1.ObjectMeta{Name: "ranges"},
		Spec:       v1beta1.KnownServerSpec{{IPBlock: "192.0.2.0/24", Server: "example.com", Name: "example"}},
	}
}

// neighbourhood has a neighbour of each sort: known by its address, and by its labels.
func neighbourhood() *v1beta1.NetworkNeighborhood {
	port := int32(443)
	selector := &metav1.LabelSelector{
		MatchLabels:      map[string]string{"app": "db"},
		MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "tier", Operator: metav1.LabelSelectorOpIn, Values: []string{"a", "b"}}},
	}
	external := v1beta1.NetworkNeighbor{Identifier: "e", Type: "external", IPAddress: "192.0.2.7", DNS: "example.com.", Ports: []v1beta1.NetworkPort{{Name: "TCP-443", Protocol: "TCP", Port: &port}}}
	internal := v1beta1.NetworkNeighbor{Identifier: "i", Type: "internal", PodSelector: selector, NamespaceSelector: selector}
	container := v1beta1.NetworkNeighborhoodContainer{Name: "app", Ingress: []v1beta1.NetworkNeighbor{internal}, Egress: []v1beta1.NetworkNeighbor{external, internal}}
	return &v1beta1.NetworkNeighborhood{
		ObjectMeta: metav1.ObjectMeta{
			Name:        "neighbourhood",
			Labels:      map[string]string{"kubescape.io/workload-kind": "Deployment", "kubescape.io/workload-name": "web"},
			Annotations: map[string]string{statusKey: "ready"},
		},
		Spec: v1beta1.NetworkNeighborhoodSpec{LabelSelector: *selector, Containers: []v1beta1.NetworkNeighborhoodContainer{container}},
	}
}

// computed compares what the generated client reads in protobuf with the same object in JSON and in a list.
func computed[T object, L runtime.Object](ctx context.Context, kind, name string, clients reader[T, L], objects dynamic.ResourceInterface) T {
	var none T
	got, err := clients.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		report(kind, "get", err)
		return none
	}
	if got.GetUID() == "" || got.GetResourceVersion() == "" {
		report(kind, "get", "has neither UID nor resourceVersion")
	}
	inJSON, err := objects.Get(ctx, name, metav1.GetOptions{})
	if err == nil {
		err = sameJSON(got, inJSON)
	}
	if err != nil {
		report(kind, "get in both encodings", err)
	}
	list, err := clients.List(ctx, metav1.ListOptions{ResourceVersion: "fullSpec"})
	if err != nil || count(list) == 0 {
		report(kind, "list", fmt.Sprint("shows nothing: ", err))
		return got
	}
	for i := range count(list) {
		if item := itemsOf(list).Index(i).Addr().Interface().(object); item.GetName() == name && item.GetNamespace() == got.GetNamespace() {
			if err := sameBody(got, item); err != nil {
				report(kind, "list", err)
			}
		}
	}
	return got
}
