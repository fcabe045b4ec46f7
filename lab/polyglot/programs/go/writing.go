package main

import (
	"context"
	"fmt"

	"heymarket.example/list/heymarket"
)

// sendTwice sends one message in two calls: the second repeats the first one's local_id.
func sendTwice(ctx context.Context, api *heymarket.MessagesAPIService) ([]int64, error) {
	message := heymarket.MessageRequest{
		InboxId:     2222,
		CreatorId:   55,
		PhoneNumber: heymarket.PtrString("14155559001"),
		Text:        heymarket.PtrString("Your table is ready."),
		LocalId:     heymarket.PtrString("table-2026-11-26"),
	}
	var ids []int64
	for range 2 {
		sent, _, err := api.SendMessage(ctx).MessageRequest(message).Execute()
		if err != nil {
			return nil, err
		}
		ids = append(ids, sent.GetId())
	}
	return ids, nil
}

// passingContact creates a contact, finds it by its phone number, and deletes it.
func passingContact(ctx context.Context, api *heymarket.ContactsAPIService) (int64, error) {
	request := heymarket.NewContactRequest("14155559002")
	request.SetFirst("Ada")
	made, _, err := api.CreateContact(ctx).ContactRequest(*request).Execute()
	if err != nil {
		return 0, err
	}
	query := heymarket.ContactFindQuery{Phone: heymarket.PtrString(request.Phone)}
	found, _, err := api.FindContact(ctx).ContactFindQuery(query).Execute()
	if err != nil {
		return 0, err
	}
	if found.GetId() != made.GetId() || found.GetFirst() != "Ada" {
		return 0, fmt.Errorf("found %d, made %d", found.GetId(), made.GetId())
	}
	_, _, err = api.DeleteContact(ctx, found.GetId()).Execute()
	return found.GetId(), err
}
