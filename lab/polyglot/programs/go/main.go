// Command list signs, lists every conversation, writes, and meets three refusals, all through the generated client.
package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
	"unicode/utf16"

	"heymarket.example/list/heymarket"
)

func main() {
	log.SetFlags(0)
	vectors, err := verifyVectors(os.Getenv("HEYMARKET_JWT_VECTORS"))
	check(err)
	webhooks, err := verifyWebhooks(os.Getenv("HEYMARKET_WEBHOOK_VECTORS"))
	check(err)

	everything := client(os.Getenv("HEYMARKET_BASE_URL"))
	api := everything.ConversationsAPI
	token := sign(os.Getenv("HEYMARKET_API_SECRET_ID"), os.Getenv("HEYMARKET_API_SECRET_KEY"), time.Now().Unix())
	ctx := context.WithValue(context.Background(), heymarket.ContextAccessToken, token)
	ids, err := listAll(ctx, api)
	check(err)
	messageIDs, err := sendTwice(ctx, everything.MessagesAPI)
	check(err)
	contactID, err := passingContact(ctx, everything.ContactsAPI)
	check(err)

	badToken := context.WithValue(ctx, heymarket.ContextAccessToken, "no.such.token")
	badBody := heymarket.ConversationQuery{Date: heymarket.PtrString("yesterday")}
	limited := client(os.Getenv("HEYMARKET_LIMITED_URL")).ConversationsAPI
	_, err = list(ctx, limited, heymarket.ConversationQuery{})
	check(err)
	summary, err := json.Marshal(map[string]any{
		"vectors":     vectors,
		"webhooks":    webhooks,
		"ids":         ids,
		"message_ids": messageIDs,
		"contact_id":  contactID,
		"bad_token":   refused(badToken, api, heymarket.ConversationQuery{}, http.StatusUnauthorized),
		"bad_body":    refused(ctx, api, badBody, http.StatusBadRequest),
		"rate_limit":  refused(ctx, limited, heymarket.ConversationQuery{}, http.StatusTooManyRequests),
	})
	check(err)
	fmt.Println(string(summary))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func client(url string) *heymarket.APIClient {
	configuration := heymarket.NewConfiguration()
	configuration.Servers = heymarket.ServerConfigurations{{URL: url}}
	configuration.HTTPClient = &http.Client{Timeout: 30 * time.Second}
	return heymarket.NewAPIClient(configuration)
}

// sign follows components.securitySchemes.ApiSecret of the description.
func sign(id, key string, issued int64) string {
	var issuer bytes.Buffer
	encoder := json.NewEncoder(&issuer)
	encoder.SetEscapeHTML(false) // or <, > and & are escaped
	check(encoder.Encode(id))
	claims := fmt.Sprintf(`{"iss":%s,"iat":%d}`, ascii(strings.TrimSpace(issuer.String())), issued)
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, []byte(id+"||"+key))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// ascii escapes what is not ASCII, as the vectors do; the server accepts other JSON forms too.
func ascii(text string) string {
	var escaped strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		if unit < 0x80 {
			escaped.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&escaped, `\u%04x`, unit)
		}
	}
	return escaped.String()
}

func verifyVectors(path string) (int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	var file struct {
		Vectors []struct {
			Name      string
			SecretID  string `json:"secret_id"`
			SecretKey string `json:"secret_key"`
			Iat       int64
			Token     string
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return 0, err
	}
	for _, vector := range file.Vectors {
		if token := sign(vector.SecretID, vector.SecretKey, vector.Iat); token != vector.Token {
			return 0, fmt.Errorf("vector %q: %s is not %s", vector.Name, token, vector.Token)
		}
	}
	return len(file.Vectors), nil
}

func list(ctx context.Context, api *heymarket.ConversationsAPIService, query heymarket.ConversationQuery) ([]heymarket.Conversation, error) {
	page, _, err := api.ListConversations(ctx).ConversationQuery(query).Execute()
	return page, err
}

// listAll follows "Paging without loss" of openapi/README.md.
func listAll(ctx context.Context, api *heymarket.ConversationsAPIService) ([]int64, error) {
	ids, seen := []int64{}, map[int64]bool{}
	page, err := list(ctx, api, heymarket.ConversationQuery{})
	for err == nil && len(page) > 0 {
		for _, conversation := range page {
			fmt.Println(conversation.GetId())
			ids = append(ids, conversation.GetId())
			seen[conversation.GetId()] = true
		}
		page, err = following(ctx, api, page[len(page)-1].GetUpdated(), seen)
	}
	return ids, err
}

// following returns what was not seen yet: nothing at the end.
func following(ctx context.Context, api *heymarket.ConversationsAPIService, cursor string, seen map[int64]bool) ([]heymarket.Conversation, error) {
	back, err := oneTickLater(cursor)
	if err != nil {
		return nil, err
	}
	query := heymarket.ConversationQuery{Date: &back}
	for {
		page, err := list(ctx, api, query)
		if err != nil {
			return nil, err
		}
		if fresh := unseen(page, seen); len(fresh) > 0 {
			return fresh, nil
		}
		if len(page) == 0 || int64(len(page)) < query.GetLimit() {
			break
		}
		query.SetLimit(2 * int64(len(page))) // more may share the timestamp than fit in an answer
	}
	page, err := list(ctx, api, heymarket.ConversationQuery{Date: &cursor})
	if err != nil || len(page) == 0 {
		return nil, err
	}
	fresh := unseen(page, seen)
	if len(fresh) == 0 {
		return nil, fmt.Errorf("the server repeats what was updated before %s", cursor)
	}
	return fresh, nil
}

func unseen(page []heymarket.Conversation, seen map[int64]bool) []heymarket.Conversation {
	var fresh []heymarket.Conversation
	for _, conversation := range page {
		if !seen[conversation.GetId()] {
			fresh = append(fresh, conversation)
		}
	}
	return fresh
}

// oneTickLater adds one to the last digit: ...44Z becomes ...45Z, ...44.120Z becomes ...44.121Z.
func oneTickLater(text string) (string, error) {
	moment, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return "", err
	}
	layout, tick := "2006-01-02T15:04:05Z07:00", time.Second
	if _, rest, found := strings.Cut(text, "."); found {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		layout = "2006-01-02T15:04:05." + strings.Repeat("0", digits) + "Z07:00"
		for range digits {
			tick /= 10
		}
	}
	return moment.Add(tick).Format(layout), nil
}

// refused makes a call that has to fail with the given status and returns it.
func refused(ctx context.Context, api *heymarket.ConversationsAPIService, query heymarket.ConversationQuery, status int) int {
	_, response, err := api.ListConversations(ctx).ConversationQuery(query).Execute()
	var refusal *heymarket.GenericOpenAPIError
	if !errors.As(err, &refusal) || response == nil || response.StatusCode != status {
		log.Fatalf("expected %d, not %v", status, err)
	}
	fmt.Fprintf(os.Stderr, "%s %s\n", refusal.Error(), refusal.Body())
	return response.StatusCode
}
