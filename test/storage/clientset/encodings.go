package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"
)

// encodings writes objects in one encoding and reads them in the other. What Go makes of its own types in JSON is what
// storage has to make of them; objects that leave fields out show what stands for nothing.
func encodings[T object, L runtime.Object](ctx context.Context, typed client[T, L], objects dynamic.ResourceInterface) error {
	for _, gap := range []int{0, 2, 3, 5, 1} {
		wanted := filled[T](fmt.Sprintf("gap-%d", gap), gap)
		if err := protobufToJSON(ctx, wanted, typed, objects); err != nil {
			return fmt.Errorf("protobuf to JSON, every %d. field left out: %w", gap, err)
		}
		if err := jsonToProtobuf(ctx, wanted, typed, objects); err != nil {
			return fmt.Errorf("JSON to protobuf, every %d. field left out: %w", gap, err)
		}
	}
	return nil
}

func protobufToJSON[T object, L runtime.Object](ctx context.Context, wanted T, typed client[T, L], objects dynamic.ResourceInterface) error {
	if _, err := typed.Create(ctx, wanted, metav1.CreateOptions{}); err != nil {
		return err
	}
	got, err := objects.Get(ctx, wanted.GetName(), metav1.GetOptions{})
	if err != nil {
		return err
	}
	if err := sameJSON(wanted, got); err != nil {
		return err
	}
	return typed.Delete(ctx, wanted.GetName(), metav1.DeleteOptions{})
}

func jsonToProtobuf[T object, L runtime.Object](ctx context.Context, wanted T, typed client[T, L], objects dynamic.ResourceInterface) error {
	if err := createAsJSON(ctx, wanted, objects); err != nil {
		return err
	}
	got, err := typed.Get(ctx, wanted.GetName(), metav1.GetOptions{})
	if err != nil {
		return err
	}
	if err := sameBody(wanted, got); err != nil {
		return err
	}
	return typed.Delete(ctx, wanted.GetName(), metav1.DeleteOptions{})
}

// sameJSON compares everything besides type and metadata, to the last null.
func sameJSON(wanted object, got *unstructured.Unstructured) error {
	a, err := jsonFields(wanted)
	if err != nil {
		return err
	}
	b, err := jsonFields(got.Object)
	if err != nil {
		return err
	}
	for _, field := range []string{"apiVersion", "kind", "metadata"} {
		delete(a, field)
		delete(b, field)
	}
	if !reflect.DeepEqual(a, b) {
		return fmt.Errorf("%s", difference("", a, b))
	}
	return nil
}

// differenceOf is difference of what two values are in JSON; it says nothing where that is the same.
func differenceOf(wanted, got any) string {
	var values [2]any
	for i, value := range []any{wanted, got} {
		if err := json.Unmarshal([]byte(jsonText(value)), &values[i]); err != nil {
			return err.Error()
		}
	}
	return difference("", values[0], values[1])
}

// difference says where two values of JSON differ first.
func difference(path string, wanted, got any) string {
	a, isObject := wanted.(map[string]any)
	b, bIsObject := got.(map[string]any)
	if isObject && bIsObject {
		for key := range a {
			if _, ok := b[key]; !ok || !reflect.DeepEqual(a[key], b[key]) {
				return difference(path+"."+key, a[key], b[key])
			}
		}
		for key := range b {
			if _, ok := a[key]; !ok {
				return difference(path+"."+key, nil, b[key])
			}
		}
	}
	c, isList := wanted.([]any)
	d, bIsList := got.([]any)
	if isList && bIsList && len(c) == len(d) {
		for i := range c {
			if !reflect.DeepEqual(c[i], d[i]) {
				return difference(fmt.Sprintf("%s[%d]", path, i), c[i], d[i])
			}
		}
	}
	return fmt.Sprintf("%s is %s instead of %s", path, jsonText(got), jsonText(wanted))
}

func jsonFields(value any) (map[string]any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	return fields, json.Unmarshal(text, &fields)
}

func jsonText(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}
