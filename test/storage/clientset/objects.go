package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/kubescape/storage/pkg/generated/clientset/versioned/scheme"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/client-go/rest"
)

// encoded is an object as clients written in Go send it.
type encoded struct {
	Resource     string          `json:"resource"`
	Kind         string          `json:"kind"`
	IsNamespaced bool            `json:"isNamespaced"`
	JSON         json.RawMessage `json:"json"`
	// Protobuf stands in base64.
	Protobuf []byte `json:"protobuf"`
}

// objects writes objects of every kind on standard output: one with every field, and some that leave fields out.
func objects(config *rest.Config, namespace string) error {
	subjects, err := subjectsOf(config, namespace)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(os.Stdout)
	for _, subject := range subjects {
		for _, gap := range []int{0, 2, 3, 1} {
			object, err := encode(subject.filled(fmt.Sprintf("gap-%d", gap), gap))
			if err != nil {
				return err
			}
			object.Resource, object.IsNamespaced = subject.resource, subject.isNamespaced
			if err := lines.Encode(object); err != nil {
				return err
			}
		}
	}
	return nil
}

func encode(object object) (encoded, error) {
	kinds, _, err := scheme.Scheme.ObjectKinds(object)
	if err != nil {
		return encoded{}, err
	}
	object.GetObjectKind().SetGroupVersionKind(kinds[0])
	text, err := json.Marshal(object)
	if err != nil {
		return encoded{}, err
	}
	message, err := runtime.Encode(protobuf.NewSerializer(scheme.Scheme, scheme.Scheme), object)
	return encoded{Kind: kinds[0].Kind, JSON: text, Protobuf: message}, err
}
