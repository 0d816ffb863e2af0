package main

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/kubescape/storage/pkg/generated/clientset/versioned"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// patience is how long an event may take.
const patience = 30 * time.Second

// exercise goes through every kind that the clientset knows.
func exercise(config *rest.Config, namespace string) error {
	subjects, err := subjectsOf(config, namespace)
	if err != nil {
		return err
	}
	for _, subject := range subjects {
		subject.exercise()
	}
	clients, err := versioned.NewForConfig(protobufOnly(config))
	if err != nil {
		return err
	}
	objects, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	exerciseComputed(clients.SpdxV1beta1(), objects, namespace)
	return nil
}

// stored tries every verb of a kind whose objects are written.
func stored[T object, L runtime.Object](kind string, clients client[T, L], objects dynamic.ResourceInterface) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	step := func(name string, err error) bool {
		if err != nil {
			report(kind, name, err)
		}
		return err == nil
	}
	before, err := clients.List(ctx, metav1.ListOptions{})
	if !step("list", err) {
		return
	}
	version, err := resourceVersion(before)
	if !step("list", err) {
		return
	}
	events, err := clients.Watch(ctx, metav1.ListOptions{ResourceVersion: version, AllowWatchBookmarks: true})
	if !step("watch", err) {
		return
	}
	defer events.Stop()

	wanted := filled[T]("full", 0)
	created, err := clients.Create(ctx, wanted, metav1.CreateOptions{})
	if !step("create", err) {
		return
	}
	step("create", sameBody(wanted, created))
	step("watch create", next(events, watch.Added, created))
	if _, err := clients.Create(ctx, wanted, metav1.CreateOptions{}); !apierrors.IsAlreadyExists(err) {
		report(kind, "create again", err)
	}

	got, err := clients.Get(ctx, "full", metav1.GetOptions{})
	if step("get", err) {
		step("get", sameBody(wanted, got))
	}
	bare, err := clients.Get(ctx, "full", metav1.GetOptions{ResourceVersion: "metadata"})
	if step("get metadata", err) && bare.GetAnnotations()["note"] != "first" {
		report(kind, "get metadata", bare.GetAnnotations())
	}

	same, err := clients.Update(ctx, got, metav1.UpdateOptions{})
	if step("update without a change", err) && same.GetResourceVersion() != got.GetResourceVersion() {
		report(kind, "update without a change", "has a new resourceVersion")
	}
	got.SetAnnotations(map[string]string{"note": "second"})
	updated, err := clients.Update(ctx, got, metav1.UpdateOptions{})
	if step("update", err) {
		step("update", sameBody(wanted, updated))
		step("watch update", next(events, watch.Modified, updated))
	}
	if _, err := clients.Update(ctx, got, metav1.UpdateOptions{}); !apierrors.IsConflict(err) {
		report(kind, "update what has changed", err)
	}
	patch := []byte(`{"metadata":{"annotations":{"note":null,"patched":"yes"}}}`)
	patched, err := clients.Patch(ctx, "full", types.MergePatchType, patch, metav1.PatchOptions{})
	if step("patch", err) {
		step("patch", sameBody(wanted, patched))
		step("watch patch", next(events, watch.Modified, patched))
	}

	full, err := clients.List(ctx, metav1.ListOptions{ResourceVersion: "fullSpec"})
	if step("list fullSpec", err) {
		step("list fullSpec", onlyItem(full, wanted))
	}
	wrong := types.UID("another")
	options := metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &wrong}}
	if err := clients.Delete(ctx, "full", options); !apierrors.IsConflict(err) {
		report(kind, "delete another", err)
	}
	step("delete", clients.Delete(ctx, "full", metav1.DeleteOptions{}))
	step("watch delete", next(events, watch.Deleted, patched))
	if _, err := clients.Get(ctx, "full", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		report(kind, "get what is gone", err)
	}
	step("encodings", encodings(ctx, clients, objects))
	_, err = clients.Create(ctx, filled[T]("second", 0), metav1.CreateOptions{})
	step("create another", err)
	step("delete all", clients.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}))
	if _, err := clients.Get(ctx, "second", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		report(kind, "delete all", err)
	}
}

// filled is an object with every field set, or with every so many left out.
func filled[T object](name string, gap int) T {
	value := reflect.New(reflect.TypeFor[T]().Elem())
	filler := filler{gap: gap}
	filler.fill(value.Elem(), 0)
	result := value.Interface().(T)
	result.SetName(name)
	result.SetLabels(map[string]string{"app": "web"})
	// Of the annotations that decide something, the values that every kind takes.
	result.SetAnnotations(map[string]string{"note": "first", "kubescape.io/status": "ready", "kubescape.io/completion": "complete"})
	return result
}

// equalities takes an empty list for none, as protobuf does.
var equalities = equality.Semantic.Copy()

func init() {
	if err := equalities.AddFunc(sameRaw); err != nil {
		panic(err)
	}
}

// sameBody compares everything besides type and metadata.
func sameBody(wanted, got object) error {
	a, b := reflect.ValueOf(wanted).Elem(), reflect.ValueOf(got).Elem()
	for i := range a.NumField() {
		switch a.Field(i).Type() {
		case typeMeta, metaType:
			continue
		}
		if !equalities.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			return fmt.Errorf("%s is not what was written: %s", a.Type().Field(i).Name, differenceOf(a.Field(i).Interface(), b.Field(i).Interface()))
		}
	}
	return nil
}

// next waits for the event of a change.
func next(events watch.Interface, wanted watch.EventType, changed object) error {
	timeout := time.After(patience)
	for {
		select {
		case event, open := <-events.ResultChan():
			if !open {
				return fmt.Errorf("the watch has ended")
			}
			if event.Type == watch.Bookmark {
				continue
			}
			seen, ok := event.Object.(object)
			if !ok || event.Type != wanted || seen.GetName() != changed.GetName() {
				return fmt.Errorf("%s %v instead of %s", event.Type, event.Object, wanted)
			}
			if wanted != watch.Deleted && seen.GetResourceVersion() != changed.GetResourceVersion() {
				return fmt.Errorf("resourceVersion %s instead of %s", seen.GetResourceVersion(), changed.GetResourceVersion())
			}
			return nil
		case <-timeout:
			return fmt.Errorf("no event within %s", patience)
		}
	}
}

func resourceVersion(list runtime.Object) (string, error) {
	meta, ok := list.(metav1.ListInterface)
	if ok {
		return meta.GetResourceVersion(), nil
	}
	accessor, ok := list.(metav1.ListMetaAccessor)
	if !ok {
		return "", fmt.Errorf("%T is no list", list)
	}
	return accessor.GetListMeta().GetResourceVersion(), nil
}

func itemsOf(list runtime.Object) reflect.Value {
	return reflect.ValueOf(list).Elem().FieldByName("Items")
}

func count(list runtime.Object) int {
	return itemsOf(list).Len()
}

func onlyItem(list runtime.Object, wanted object) error {
	items := itemsOf(list)
	if items.Len() != 1 {
		return fmt.Errorf("%d items instead of 1", items.Len())
	}
	return sameBody(wanted, items.Index(0).Addr().Interface().(object))
}
