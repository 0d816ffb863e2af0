package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
)

const (
	group   = "spdx.softwarecomposition.kubescape.io"
	version = "v1beta1"
)

// informers follows every kind that can be listed and watched, as the cluster's own controllers do, while objects come
// and go.
func informers(config *rest.Config, namespace string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	resources, err := followed(config)
	if err != nil {
		return err
	}
	objects, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	onlyMetadata, err := metadata.NewForConfig(config)
	if err != nil {
		return err
	}
	full := dynamicinformer.NewDynamicSharedInformerFactory(objects, 0)
	light := metadatainformer.NewSharedInformerFactory(onlyMetadata, 0)
	seen := newEvents()
	for _, resource := range resources {
		at := resource.at
		seen.follow("dynamic", at, full.ForResource(at).Informer())
		seen.follow("metadata", at, light.ForResource(at).Informer())
	}
	full.Start(ctx.Done())
	light.Start(ctx.Done())
	for at, synced := range full.WaitForCacheSync(ctx.Done()) {
		if !synced {
			report(at.Resource, "dynamic informer", "has not synced")
		}
	}
	for at, synced := range light.WaitForCacheSync(ctx.Done()) {
		if !synced {
			report(at.Resource, "metadata informer", "has not synced")
		}
	}
	for _, resource := range resources {
		if err := comeAndGo(ctx, objects, resource, namespace); err != nil {
			report(resource.kind, "dynamic client", err)
			continue
		}
		for _, informer := range []string{"dynamic", "metadata"} {
			if err := seen.waitFor(informer, resource.at, "followed", []string{"added", "changed", "deleted"}); err != nil {
				report(resource.kind, informer+" informer", err)
			}
		}
	}
	return nil
}

type resource struct {
	at           schema.GroupVersionResource
	kind         string
	isNamespaced bool
}

// followed are the resources that controllers follow.
func followed(config *rest.Config) ([]resource, error) {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	list, err := client.ServerResourcesForGroupVersion(group + "/" + version)
	if err != nil {
		return nil, err
	}
	var found []resource
	for _, each := range list.APIResources {
		if slices.Contains(each.Verbs, "list") && slices.Contains(each.Verbs, "watch") {
			at := schema.GroupVersionResource{Group: group, Version: version, Resource: each.Name}
			found = append(found, resource{at: at, kind: each.Kind, isNamespaced: each.Namespaced})
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("nothing can be followed")
	}
	return found, nil
}

// comeAndGo makes an object, changes it and deletes it.
func comeAndGo(ctx context.Context, clients dynamic.Interface, resource resource, namespace string) error {
	var client dynamic.ResourceInterface = clients.Resource(resource.at)
	if resource.isNamespaced {
		client = clients.Resource(resource.at).Namespace(namespace)
	}
	object := &unstructured.Unstructured{Object: map[string]any{"apiVersion": group + "/" + version, "kind": resource.kind}}
	object.SetName("followed")
	made, err := client.Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	made.SetLabels(map[string]string{"changed": "yes"})
	if _, err := client.Update(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	return client.Delete(ctx, "followed", metav1.DeleteOptions{})
}
