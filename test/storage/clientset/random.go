package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/kubescape/storage/pkg/apis/softwarecomposition/v1beta1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// fieldsInAll bounds an object: lists of what comes later are empty.
const fieldsInAll = 1500

// largest is the largest whole number that every reader of JSON takes: RFC 8259, section 6.
const largest = 1<<53 - 1

// counts are types whose numbers are refused below zero.
var counts = map[reflect.Type]bool{
	reflect.TypeFor[v1beta1.VulnerabilityCounters]():                      true,
	reflect.TypeFor[v1beta1.WorkloadConfigurationScanSeveritiesSummary](): true,
}

// words are texts and keys that programs stumble over.
var words = []string{"", " ", "0", "10", "2", "a.b/c", "constructor", "toString", "null", "true", "ü", "日本", "🙂", "\u2028", "\x00", "\x7f", "<&>", `"\`, "\n\t\r", "\ufeff", "\ufffd"}

// randomFiller sets what is below a value to anything, or leaves it as it is.
type randomFiller struct {
	*rand.Rand
	fields int
}

func (r *randomFiller) fill(value reflect.Value, isCount bool) {
	r.fields++
	switch value.Type() {
	case rawType:
		if r.IntN(4) > 0 {
			value.Set(reflect.ValueOf(r.json(3)))
		}
		return
	case timeType:
		if r.IntN(4) > 0 {
			value.Set(reflect.ValueOf(metav1.Unix(r.Int64N(4_000_000_000), 0)))
		}
		return
	case metaType, typeMeta:
		return
	}
	switch value.Kind() {
	case reflect.String:
		value.SetString(r.text())
	case reflect.Bool:
		value.SetBool(r.IntN(2) == 0)
	case reflect.Int32:
		value.SetInt(int64(int32(r.whole(math.MaxInt32, isCount))))
	case reflect.Int64:
		value.SetInt(r.whole(largest, isCount))
	case reflect.Float32:
		value.SetFloat(float64(float32(r.fraction(120))))
	case reflect.Float64:
		value.SetFloat(r.fraction(1020))
	case reflect.Pointer:
		if r.IntN(3) > 0 {
			value.Set(reflect.New(value.Type().Elem()))
			r.fill(value.Elem(), isCount)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			r.fill(value.Field(i), counts[value.Type()])
		}
	case reflect.Slice:
		r.list(value)
	case reflect.Map:
		r.entries(value)
	default:
		panic(fmt.Sprintf("no value for a %s", value.Type()))
	}
}

// length is rarely more than a few, and nothing when the object is large enough.
func (r *randomFiller) length() int {
	if r.fields > fieldsInAll {
		return 0
	}
	return r.IntN(4)
}

// list leaves an empty one out: in protobuf there is none.
func (r *randomFiller) list(value reflect.Value) {
	length := r.length()
	if length == 0 {
		return
	}
	value.Set(reflect.MakeSlice(value.Type(), length, length))
	for i := range length {
		element := value.Index(i)
		// The generated code cannot encode a list with a pointer to nothing.
		if element.Kind() == reflect.Pointer {
			element.Set(reflect.New(element.Type().Elem()))
			element = element.Elem()
		}
		r.fill(element, false)
	}
}

func (r *randomFiller) entries(value reflect.Value) {
	length := r.length()
	if length == 0 {
		return
	}
	value.Set(reflect.MakeMap(value.Type()))
	for range length {
		key, element := reflect.New(value.Type().Key()).Elem(), reflect.New(value.Type().Elem()).Elem()
		key.SetString(r.text())
		if element.Type() == rawType {
			element.Set(reflect.ValueOf(r.json(2)))
		} else {
			r.fill(element, false)
		}
		value.SetMapIndex(key, element)
	}
}

func (r *randomFiller) text() string {
	switch r.IntN(8) {
	case 0:
		return strings.Repeat(words[r.IntN(len(words))], r.IntN(200))
	case 1:
		return fmt.Sprint(r.Uint64())
	default:
		return words[r.IntN(len(words))] + words[r.IntN(len(words))]
	}
}

func (r *randomFiller) whole(most int64, isCount bool) int64 {
	number := []int64{0, 1, most, r.Int64N(most), r.Int64N(1000)}[r.IntN(5)]
	if isCount || r.IntN(2) == 0 {
		return number
	}
	return -number
}

// fraction is any finite number with an exponent of two up to this one.
func (r *randomFiller) fraction(exponent int) float64 {
	if r.IntN(4) == 0 {
		return float64(r.IntN(100)) / 10
	}
	return (r.Float64() - 0.5) * math.Pow(2, float64(r.IntN(2*exponent)-exponent))
}

// json is what a field may hold whose form nobody prescribes.
func (r *randomFiller) json(depth int) json.RawMessage {
	text, err := json.Marshal(r.anything(depth))
	if err != nil {
		panic(err)
	}
	return text
}

func (r *randomFiller) anything(depth int) any {
	switch choice := r.IntN(8); {
	case choice == 0:
		return r.whole(largest, false)
	case choice == 1:
		return r.fraction(1020)
	case choice == 2:
		return r.IntN(2) == 0
	case choice == 3 || depth == 0:
		return r.text()
	case choice < 6:
		items := make([]any, r.IntN(3))
		for i := range items {
			items[i] = r.anything(depth - 1)
		}
		return items
	default:
		fields := map[string]any{}
		for range r.IntN(3) {
			fields[r.text()] = r.anything(depth - 1)
		}
		return fields
	}
}
