package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"unicode/utf8"
)

// kinds holds, for each value of `type`, the event's own value and what x-event-identity points to.
type kinds map[string]struct {
	own      string
	pointers []string
}

// verifyWebhooks follows "Webhooks" of openapi/README.md for every vector.
func verifyWebhooks(path string) (int, error) {
	known, err := readKinds(filepath.Join(filepath.Dir(path), "heymarket.json"))
	if err != nil {
		return 0, err
	}
	var file struct {
		Vectors []struct {
			Name, Body, Verdict, Type string
			BodyHex                   string `json:"body_hex"`
			Tokens                    []string
			Identity                  []any
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return 0, err
	}
	for _, vector := range file.Vectors {
		body := []byte(vector.Body)
		if vector.BodyHex != "" {
			if body, err = hex.DecodeString(vector.BodyHex); err != nil {
				return 0, err
			}
		}
		verdict, kind, identity := receive(body, vector.Tokens, known)
		if verdict != vector.Verdict || kind != vector.Type || !reflect.DeepEqual(identity, vector.Identity) {
			return 0, fmt.Errorf("webhook vector %q: %s %s %v", vector.Name, verdict, kind, identity)
		}
	}
	return len(file.Vectors), nil
}

func receive(body []byte, tokens []string, known kinds) (verdict, kind string, identity []any) {
	var event map[string]any
	// The decoder takes bytes that are not UTF-8, and null for no object.
	if !utf8.Valid(body) || json.Unmarshal(body, &event) != nil || event == nil {
		return "body", "", nil
	}
	if token, ok := event["token"].(string); !ok || !isKnown(token, tokens) {
		return "token", "", nil
	}
	kind, ok := event["type"].(string)
	if !ok {
		return "body", "", nil
	}
	if found, ok := known[kind]; ok {
		kind = found.own
		for _, pointer := range found.pointers {
			identity = append(identity, at(event, pointer))
		}
	}
	return "accepted", kind, identity
}

// isKnown takes as long wherever tokens differ.
func isKnown(token string, tokens []string) bool {
	digest, found := sha256.Sum256([]byte(token)), 0
	for _, each := range tokens {
		other := sha256.Sum256([]byte(each))
		found |= subtle.ConstantTimeCompare(digest[:], other[:])
	}
	return found == 1
}

func at(value any, pointer string) any {
	for _, step := range strings.Split(pointer, "/")[1:] {
		fields, _ := value.(map[string]any)
		value = fields[step]
	}
	return value
}

func readKinds(path string) (kinds, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var spec struct {
		Components struct {
			Schemas map[string]struct {
				Identity      []string `json:"x-event-identity"`
				Discriminator struct{ Mapping json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	schemas, own, known := spec.Components.Schemas, map[string]string{}, kinds{}
	// In their order: of two values for one schema, the first is the vendor's.
	mapping := json.NewDecoder(bytes.NewReader(schemas["WebhookEvent"].Discriminator.Mapping))
	if _, err := mapping.Token(); err != nil {
		return nil, err
	}
	for mapping.More() {
		value, err := mapping.Token()
		if err != nil {
			return nil, err
		}
		reference, err := mapping.Token()
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(reference.(string), "#/components/schemas/")
		if own[name] == "" {
			own[name] = value.(string)
		}
		kind := known[value.(string)]
		kind.own, kind.pointers = own[name], schemas[name].Identity
		known[value.(string)] = kind
	}
	return known, nil
}
