package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// depthLimit ends types that contain themselves.
const depthLimit = 24

var (
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[metav1.Time]()
	metaType = reflect.TypeFor[metav1.ObjectMeta]()
	typeMeta = reflect.TypeFor[metav1.TypeMeta]()
)

// filler sets every field below a value to something that is not zero and differs from its neighbours, so that fields
// that are lost or exchanged on the way are seen. Every so many fields one is left out, with a gap of 0 none.
type filler struct {
	gap   int
	count int
}

// fill leaves metadata to the caller.
func (f *filler) fill(value reflect.Value, depth int) {
	f.count++
	if f.gap == 0 || depth == 0 || f.count%f.gap != 0 {
		f.set(value, depth)
	}
}

func (f *filler) set(value reflect.Value, depth int) {
	switch value.Type() {
	case rawType:
		value.SetBytes(fmt.Appendf(nil, `{"n":%d}`, f.count))
		return
	case timeType:
		value.Set(reflect.ValueOf(metav1.Unix(1_700_000_000+int64(f.count), 0)))
		return
	case metaType, typeMeta:
		return
	}
	switch value.Kind() {
	case reflect.String:
		value.SetString(fmt.Sprintf("text %d", f.count))
	case reflect.Bool:
		value.SetBool(true)
	case reflect.Int32, reflect.Int64:
		value.SetInt(int64(f.count))
	case reflect.Float32, reflect.Float64:
		value.SetFloat(float64(f.count) + 0.5)
	case reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		f.set(value.Elem(), depth)
	case reflect.Struct:
		for i := range value.NumField() {
			f.fill(value.Field(i), depth+1)
		}
	case reflect.Slice:
		if depth > depthLimit {
			return
		}
		value.Set(reflect.MakeSlice(value.Type(), 2, 2))
		// The generated code cannot encode a list with a pointer to nothing.
		for i := range 2 {
			f.count++
			f.set(value.Index(i), depth+4)
		}
	case reflect.Map:
		key, element := reflect.New(value.Type().Key()).Elem(), reflect.New(value.Type().Elem()).Elem()
		f.fill(key, depth+1)
		f.count++
		f.set(element, depth+1)
		value.Set(reflect.MakeMap(value.Type()))
		value.SetMapIndex(key, element)
	default:
		panic(fmt.Sprintf("no value for a %s", value.Type()))
	}
}
