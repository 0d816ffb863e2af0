package main

import (
	"context"

	"github.com/kubescape/storage/pkg/generated/clientset/versioned"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// object is what every kind's Go type is.
type object interface {
	metav1.Object
	runtime.Object
}

// reader and client are what the generated clients of all kinds have in common.
type reader[T object, L runtime.Object] interface {
	Get(context.Context, string, metav1.GetOptions) (T, error)
	List(context.Context, metav1.ListOptions) (L, error)
}

type client[T object, L runtime.Object] interface {
	reader[T, L]
	Create(context.Context, T, metav1.CreateOptions) (T, error)
	Update(context.Context, T, metav1.UpdateOptions) (T, error)
	Delete(context.Context, string, metav1.DeleteOptions) error
	DeleteCollection(context.Context, metav1.DeleteOptions, metav1.ListOptions) error
	Watch(context.Context, metav1.ListOptions) (watch.Interface, error)
	Patch(context.Context, string, types.PatchType, []byte, metav1.PatchOptions, ...string) (T, error)
}

// subject is one kind whose objects are written, with all that is judged about it.
type subject struct {
	resource     string
	isNamespaced bool
	// objects is what speaks JSON about it.
	objects dynamic.ResourceInterface
	// filled makes an object with every field set, or with every so many left out.
	filled func(name string, gap int) object
	// make makes an object in protobuf.
	make func(ctx context.Context, name string) error
	// comeAndGo makes one, changes it and deletes it.
	comeAndGo func(ctx context.Context, name string) error
	// exercise tries every verb.
	exercise func()
	// fuzz writes so many random objects that follow from the seed, and reads them in every way.
	fuzz func(seed uint64, count int)
}

// subjectsOf are all kinds that the clientset can write.
func subjectsOf(config *rest.Config, namespace string) ([]subject, error) {
	clients, err := versioned.NewForConfig(protobufOnly(config))
	if err != nil {
		return nil, err
	}
	objects, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	v1beta1 := clients.SpdxV1beta1()
	return []subject{
		subjectOf("applicationprofiles", v1beta1.ApplicationProfiles(namespace), objects, namespace),
		subjectOf("containerprofiles", v1beta1.ContainerProfiles(namespace), objects, namespace),
		subjectOf("knownservers", v1beta1.KnownServers(""), objects, ""),
		subjectOf("networkneighborhoods", v1beta1.NetworkNeighborhoods(namespace), objects, namespace),
		subjectOf("openvulnerabilityexchangecontainers", v1beta1.OpenVulnerabilityExchangeContainers(namespace), objects, namespace),
		subjectOf("sbomsyfts", v1beta1.SBOMSyfts(namespace), objects, namespace),
		subjectOf("sbomsyftfiltereds", v1beta1.SBOMSyftFiltereds(namespace), objects, namespace),
		subjectOf("seccompprofiles", v1beta1.SeccompProfiles(namespace), objects, namespace),
		subjectOf("vulnerabilitymanifests", v1beta1.VulnerabilityManifests(namespace), objects, namespace),
		subjectOf("vulnerabilitymanifestsummaries", v1beta1.VulnerabilityManifestSummaries(namespace), objects, namespace),
		subjectOf("workloadconfigurationscans", v1beta1.WorkloadConfigurationScans(namespace), objects, namespace),
		subjectOf("workloadconfigurationscansummaries", v1beta1.WorkloadConfigurationScanSummaries(namespace), objects, namespace),
	}, nil
}

func subjectOf[T object, L runtime.Object](resource string, typed client[T, L], all dynamic.Interface, namespace string) subject {
	at := schema.GroupVersionResource{Group: group, Version: version, Resource: resource}
	objects := all.Resource(at).Namespace(namespace)
	return subject{
		resource:     resource,
		isNamespaced: namespace != "",
		objects:      objects,
		filled:       func(name string, gap int) object { return filled[T](name, gap) },
		make: func(ctx context.Context, name string) error {
			_, err := typed.Create(ctx, filled[T](name, 0), metav1.CreateOptions{})
			return err
		},
		comeAndGo: func(ctx context.Context, name string) error { return comeAndGoTyped(ctx, typed, name) },
		exercise:  func() { stored(resource, typed, objects) },
		fuzz: func(seed uint64, count int) {
			if err := fuzz(typed, objects, seed, count); err != nil {
				report(resource, "fuzz", err)
			}
		},
	}
}

func comeAndGoTyped[T object, L runtime.Object](ctx context.Context, typed client[T, L], name string) error {
	made, err := typed.Create(ctx, filled[T](name, 0), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	made.SetLabels(map[string]string{"changed": "yes"})
	if _, err := typed.Update(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	return typed.Delete(ctx, name, metav1.DeleteOptions{})
}
