package main

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

// events are what informers have told of objects, in order.
type events struct {
	lock    sync.Mutex
	changed *sync.Cond
	told    map[of][]string
}

// of is an object as one informer sees it.
type of struct{ informer, resource, name string }

func newEvents() *events {
	result := &events{told: map[of][]string{}}
	result.changed = sync.NewCond(&result.lock)
	return result
}

func (e *events) follow(informer string, at schema.GroupVersionResource, shared cache.SharedIndexInformer) {
	tell := func(object any, what string) {
		accessor, err := meta.Accessor(object)
		if err != nil {
			return
		}
		e.lock.Lock()
		defer e.lock.Unlock()
		key := of{informer, at.Resource, accessor.GetName()}
		e.told[key] = append(e.told[key], what)
		e.changed.Broadcast()
	}
	_, _ = shared.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(object any) { tell(object, "added") },
		UpdateFunc: func(before, object any) {
			// An informer that has listed again tells of everything, also of what is as it was.
			if versionOf(before) != versionOf(object) {
				tell(object, "changed")
			}
		},
		DeleteFunc: func(object any) {
			// Nobody has told it of the deletion: it has missed it in a list.
			if missed, ok := object.(cache.DeletedFinalStateUnknown); ok {
				object = missed.Obj
			}
			tell(object, "deleted")
		},
	})
}

func versionOf(object any) string {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return ""
	}
	return accessor.GetResourceVersion()
}

// waitFor returns when an informer has told exactly this of an object.
func (e *events) waitFor(informer string, at schema.GroupVersionResource, name string, wanted []string) error {
	timer := time.AfterFunc(patience, e.changed.Broadcast)
	defer timer.Stop()
	deadline := time.Now().Add(patience)
	e.lock.Lock()
	defer e.lock.Unlock()
	for {
		told := e.told[of{informer, at.Resource, name}]
		if slices.Equal(told, wanted) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("told %v instead of %v", told, wanted)
		}
		e.changed.Wait()
	}
}

// forget is for an object that another of its name comes after.
func (e *events) forget(informer string, at schema.GroupVersionResource, name string) {
	e.lock.Lock()
	defer e.lock.Unlock()
	delete(e.told, of{informer, at.Resource, name})
}
