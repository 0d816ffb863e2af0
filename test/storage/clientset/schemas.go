package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	openapi_v3 "github.com/google/gnostic-models/openapiv3"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/openapi"
	"k8s.io/client-go/rest"
	"k8s.io/kube-openapi/pkg/spec3"
	"k8s.io/kube-openapi/pkg/util/proto"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"
)

// schemas reads both OpenAPI documents with the strictest parsers that Kubernetes has, finds every kind in them as
// kubectl does, and holds objects against what they say.
func schemas(config *rest.Config, namespace string) error {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return err
	}
	kinds, err := kindsByResource(client)
	if err != nil {
		return err
	}
	older, err := client.OpenAPISchema()
	if err != nil {
		return err
	}
	two, err := proto.NewOpenAPIData(older)
	if err != nil {
		return err
	}
	three, err := readVersion3(client)
	if err != nil {
		return err
	}
	for resource, kind := range kinds {
		for version, models := range map[string]proto.Models{"OpenAPI 2": two, "OpenAPI 3": three} {
			if err := hasModel(models, kind); err != nil {
				report(resource, version, err)
			}
		}
	}
	return hold(config, client, kinds, namespace)
}

func kindsByResource(client *discovery.DiscoveryClient) (map[string]schema.GroupVersionKind, error) {
	list, err := client.ServerResourcesForGroupVersion(group + "/" + version)
	if err != nil {
		return nil, err
	}
	kinds := map[string]schema.GroupVersionKind{}
	for _, each := range list.APIResources {
		kinds[each.Name] = schema.GroupVersionKind{Group: group, Version: version, Kind: each.Kind}
	}
	return kinds, nil
}

// readVersion3 reads the document of the group, which kube-apiserver passes on as it is.
func readVersion3(client *discovery.DiscoveryClient) (proto.Models, error) {
	paths, err := client.OpenAPIV3().Paths()
	if err != nil {
		return nil, err
	}
	found, ok := paths["apis/"+group+"/"+version]
	if !ok {
		return nil, fmt.Errorf("OpenAPI 3 knows nothing of the group")
	}
	text, err := found.Schema(runtime.ContentTypeJSON)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &spec3.OpenAPI{}); err != nil {
		return nil, fmt.Errorf("as kube-apiserver reads it: %w", err)
	}
	document, err := openapi_v3.ParseDocument(text)
	if err != nil {
		return nil, fmt.Errorf("as the specification has it: %w", err)
	}
	return proto.NewOpenAPIV3Data(document)
}

// hasModel looks for a kind as `kubectl explain` does, and whether its own name is left to it: kube-apiserver gives
// schemas of one name and different content other names.
func hasModel(models proto.Models, kind schema.GroupVersionKind) error {
	for _, name := range models.ListModels() {
		model := models.LookupModel(name)
		list, _ := model.GetExtensions()["x-kubernetes-group-version-kind"].([]any)
		for _, each := range list {
			if fmt.Sprint(each) != fmt.Sprint(map[any]any{"group": kind.Group, "version": kind.Version, "kind": kind.Kind}) {
				continue
			}
			if !strings.HasSuffix(name, ".v1beta1."+kind.Kind) {
				return fmt.Errorf("is called %s", name)
			}
			if _, ok := model.(*proto.Kind); !ok {
				return fmt.Errorf("is a %T", model)
			}
			return nil
		}
	}
	return fmt.Errorf("has no model")
}

// hold compares objects, full ones and such with gaps, and lists of them with what their schemas say.
func hold(config *rest.Config, client *discovery.DiscoveryClient, kinds map[string]schema.GroupVersionKind, namespace string) error {
	subjects, err := subjectsOf(config, namespace)
	if err != nil {
		return err
	}
	converter, err := openapi.NewTypeConverter(client.OpenAPIV3(), false)
	if err != nil {
		return err
	}
	for _, subject := range subjects {
		judge := described{kinds[subject.resource], &resolver.ClientDiscoveryResolver{Discovery: client}, converter}
		if err := judge.objectsOf(subject); err != nil {
			report(subject.resource, "schema", err)
		}
	}
	return nil
}

type described struct {
	kind      schema.GroupVersionKind
	schemas   resolver.SchemaResolver
	converter managedfields.TypeConverter
}

func (d described) objectsOf(subject subject) error {
	ctx := context.Background()
	for _, gap := range []int{0, 2, 3, 5} {
		wanted := subject.filled(fmt.Sprint("described-", gap), gap)
		fields, err := jsonFields(wanted)
		if err != nil {
			return err
		}
		fields["apiVersion"], fields["kind"] = d.kind.GroupVersion().String(), d.kind.Kind
		made, err := subject.objects.Create(ctx, &unstructured.Unstructured{Object: fields}, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		if err := d.isAsDescribed(d.kind, made.Object); err != nil {
			return fmt.Errorf("every %d. field left out: %w", gap, err)
		}
		// What reads objects for server-side apply takes no field that the schema has not.
		if _, err := d.converter.ObjectToTyped(made); err != nil {
			return fmt.Errorf("for server-side apply, every %d. field left out: %w", gap, err)
		}
	}
	for _, word := range []string{"", "fullSpec"} {
		list, err := subject.objects.List(ctx, metav1.ListOptions{ResourceVersion: word})
		if err != nil {
			return err
		}
		kind := d.kind.GroupVersion().WithKind(d.kind.Kind + "List")
		if err := d.isAsDescribed(kind, list.UnstructuredContent()); err != nil {
			return fmt.Errorf("a list of resourceVersion=%q: %w", word, err)
		}
	}
	return subject.objects.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{})
}

func (d described) isAsDescribed(kind schema.GroupVersionKind, value any) error {
	schema, err := d.schemas.ResolveSchema(kind)
	if err != nil {
		return err
	}
	result := validate.NewSchemaValidator(schema, nil, "", strfmt.Default).Validate(value)
	return result.AsError()
}
