package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// fuzzed writes random objects of every kind, half of them in protobuf and half in JSON, and compares what Go's types
// make of every way to read them: one object and a list in both encodings, and a watch.
func fuzzed(config *rest.Config, namespace string, further []string) error {
	seed, err := strconv.ParseUint(further[0], 10, 64)
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(further[1])
	if err != nil {
		return err
	}
	subjects, err := subjectsOf(config, namespace)
	if err != nil {
		return err
	}
	for _, subject := range subjects {
		subject.fuzz(seed, count)
	}
	return nil
}

func fuzz[T object, L runtime.Object](typed client[T, L], objects dynamic.ResourceInterface, seed uint64, count int) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	// The words for whole objects, which no list and no watch of a large kind shows otherwise.
	whole := metav1.ListOptions{ResourceVersion: "fullSpec"}
	events, err := typed.Watch(ctx, whole)
	if err != nil {
		return err
	}
	defer events.Stop()
	written := map[string]T{}
	for i := range count {
		wanted := random[T](seed, i)
		written[wanted.GetName()] = wanted
		if err := writeAndRead(ctx, wanted, i%2 == 0, typed, objects); err != nil {
			return fmt.Errorf("%s of seed %d: %w", wanted.GetName(), seed, err)
		}
		if err := told(events, wanted); err != nil {
			return fmt.Errorf("%s of seed %d, watched: %w", wanted.GetName(), seed, err)
		}
	}
	if err := listed(ctx, written, typed, objects, whole); err != nil {
		return fmt.Errorf("seed %d, listed: %w", seed, err)
	}
	return typed.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "app=fuzz"})
}

// random is the object of a seed. Kinds with the same fields get different objects.
func random[T object](seed uint64, index int) T {
	kind := fnv.New64a()
	kind.Write([]byte(reflect.TypeFor[T]().String()))
	filler := randomFiller{Rand: rand.New(rand.NewPCG(seed, kind.Sum64()+uint64(index)))}
	value := reflect.New(reflect.TypeFor[T]().Elem())
	filler.fill(value.Elem(), false)
	result := value.Interface().(T)
	result.SetName(fmt.Sprintf("fuzz-%d", index))
	result.SetLabels(map[string]string{"app": "fuzz"})
	result.SetAnnotations(map[string]string{"note": filler.text(), "kubescape.io/status": "ready", "kubescape.io/completion": "complete"})
	return result
}

func writeAndRead[T object, L runtime.Object](ctx context.Context, wanted T, asProtobuf bool, typed client[T, L], objects dynamic.ResourceInterface) error {
	if asProtobuf {
		made, err := typed.Create(ctx, wanted, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		if err := same(wanted, made); err != nil {
			return fmt.Errorf("made in protobuf: %w", err)
		}
	} else if err := createAsJSON(ctx, wanted, objects); err != nil {
		return err
	}
	got, err := typed.Get(ctx, wanted.GetName(), metav1.GetOptions{})
	if err != nil {
		return err
	}
	if err := same(wanted, got); err != nil {
		return fmt.Errorf("read in protobuf: %w", err)
	}
	inJSON, err := objects.Get(ctx, wanted.GetName(), metav1.GetOptions{})
	if err != nil {
		return err
	}
	if err := sameJSON(wanted, inJSON); err != nil {
		return fmt.Errorf("read in JSON: %w", err)
	}
	return nil
}

func createAsJSON[T object](ctx context.Context, wanted T, objects dynamic.ResourceInterface) error {
	fields, err := jsonFields(wanted)
	if err != nil {
		return err
	}
	fields["apiVersion"], fields["kind"] = group+"/"+version, reflect.TypeFor[T]().Elem().Name()
	_, err = objects.Create(ctx, &unstructured.Unstructured{Object: fields}, metav1.CreateOptions{})
	return err
}

// told waits for the event about an object that was made.
func told(events watch.Interface, wanted object) error {
	select {
	case event, open := <-events.ResultChan():
		seen, ok := event.Object.(object)
		if !open || !ok || event.Type != watch.Added || seen.GetName() != wanted.GetName() {
			return fmt.Errorf("%s %v", event.Type, event.Object)
		}
		return same(wanted, seen)
	case <-time.After(patience):
		return fmt.Errorf("no event within %s", patience)
	}
}

func listed[T object, L runtime.Object](ctx context.Context, written map[string]T, typed client[T, L], objects dynamic.ResourceInterface, options metav1.ListOptions) error {
	options.LabelSelector = "app=fuzz"
	list, err := typed.List(ctx, options)
	if err != nil {
		return err
	}
	inJSON, err := objects.List(ctx, options)
	if err != nil {
		return err
	}
	items := itemsOf(list)
	if items.Len() != len(written) || len(inJSON.Items) != len(written) {
		return fmt.Errorf("%d and %d items instead of %d", items.Len(), len(inJSON.Items), len(written))
	}
	for i := range items.Len() {
		got := items.Index(i).Addr().Interface().(object)
		if err := same(written[got.GetName()], got); err != nil {
			return fmt.Errorf("%s in protobuf: %w", got.GetName(), err)
		}
		if err := sameJSON(written[inJSON.Items[i].GetName()], &inJSON.Items[i]); err != nil {
			return fmt.Errorf("%s in JSON: %w", inJSON.Items[i].GetName(), err)
		}
	}
	return nil
}

// same compares bodies as sameBody does, and what was noted on the objects.
func same(wanted, got object) error {
	if note := got.GetAnnotations()["note"]; note != wanted.GetAnnotations()["note"] {
		return fmt.Errorf("the annotation is %q instead of %q", note, wanted.GetAnnotations()["note"])
	}
	return sameBody(wanted, got)
}

// sameRaw compares texts of JSON by what they say. No text says the same as null.
func sameRaw(a, b json.RawMessage) bool {
	var values [2]any
	for i, text := range []json.RawMessage{a, b} {
		if len(text) > 0 && json.Unmarshal(text, &values[i]) != nil {
			return false
		}
	}
	return reflect.DeepEqual(values[0], values[1])
}
