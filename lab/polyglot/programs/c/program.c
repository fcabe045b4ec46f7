/* Signs, lists every conversation, writes, and meets three refusals, all through the generated client. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "api/ContactsAPI.h"
#include "api/ConversationsAPI.h"
#include "api/MessagesAPI.h"
#include "external/cJSON.h"

typedef struct {
    long *ids;
    size_t count;
} ids_t;

/* A page: `cursor` belongs to its last conversation, `answered` counts those that were seen before as well. */
typedef struct {
    ids_t fresh;
    char *cursor;
    size_t answered;
} page_t;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static void *checked(void *pointer, const char *what) {
    if (!pointer)
        fail("no %s", what);
    return pointer;
}

static char *print(const char *format, ...) {
    va_list arguments;
    char *text;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        fail("out of memory");
    va_end(arguments);
    return text;
}

static const char *environment(const char *name) { return checked(getenv(name), name); }

static bool has(const ids_t *list, long id) {
    for (size_t index = 0; index < list->count; index++)
        if (list->ids[index] == id)
            return true;
    return false;
}

static void append(ids_t *list, long id) {
    list->ids = checked(realloc(list->ids, (list->count + 1) * sizeof *list->ids), "memory");
    list->ids[list->count++] = id;
}

static char *encode(const void *data, size_t length) {
    char *text = checked(malloc(4 * (length / 3 + 1) + 1), "memory");
    EVP_EncodeBlock((unsigned char *)text, data, (int)length);
    for (char *c = text; *c; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    text[strcspn(text, "=")] = '\0';
    return text;
}

/* Writes a JSON string and escapes what is not ASCII, as the vectors do; the server accepts other JSON forms too. */
static char *json_string(const char *text) {
    cJSON *string = checked(cJSON_CreateString(text), "memory");
    char *quoted = checked(cJSON_PrintUnformatted(string), "memory");
    char *escaped = checked(malloc(6 * strlen(quoted) + 1), "memory"), *end = escaped;
    for (const unsigned char *c = (unsigned char *)quoted; *c;) {
        if (*c < 0x80) {
            *end++ = (char)*c++;
            continue;
        }
        int more = *c >= 0xf0 ? 3 : *c >= 0xe0 ? 2 : 1;
        uint32_t point = *c++ & (0x3f >> more);
        while (more-- > 0)
            point = point << 6 | (*c++ & 0x3f);
        if (point >= 0x10000)
            end += sprintf(end, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + ((point - 0x10000) >> 10),
                           0xdc00 + ((point - 0x10000) & 0x3ff));
        else
            end += sprintf(end, "\\u%04" PRIx32, point);
    }
    *end = '\0';
    free(quoted);
    cJSON_Delete(string);
    return escaped;
}

/* Follows components.securitySchemes.ApiSecret of the description. */
static char *sign(const char *id, const char *key, long issued) {
    static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    char *issuer = json_string(id);
    char *claims = print("{\"iss\":%s,\"iat\":%ld}", issuer, issued);
    char *first = encode(header, strlen(header)), *second = encode(claims, strlen(claims));
    char *head = print("%s.%s", first, second), *secret = print("%s||%s", id, key);
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int length;
    checked(HMAC(EVP_sha256(), secret, (int)strlen(secret), (unsigned char *)head, strlen(head), mac, &length), "HMAC");
    char *signature = encode(mac, length), *token = print("%s.%s", head, signature);
    char *parts[] = {issuer, claims, first, second, head, secret, signature};
    for (size_t index = 0; index < sizeof parts / sizeof *parts; index++)
        free(parts[index]);
    return token;
}

static int verify_vectors(const char *path) {
    FILE *file = checked(fopen(path, "r"), path);
    char *text = NULL;
    size_t size = 0;
    if (getdelim(&text, &size, '\0', file) < 0)
        fail("%s is empty", path);
    fclose(file);
    cJSON *document = checked(cJSON_Parse(text), "JSON in the vectors"), *vector;
    int verified = 0;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItem(document, "vectors")) {
        char *token = sign(cJSON_GetStringValue(cJSON_GetObjectItem(vector, "secret_id")),
                           cJSON_GetStringValue(cJSON_GetObjectItem(vector, "secret_key")),
                           (long)cJSON_GetObjectItem(vector, "iat")->valuedouble);
        if (strcmp(token, cJSON_GetStringValue(cJSON_GetObjectItem(vector, "token"))) != 0)
            fail("vector '%s' gave %s", cJSON_GetStringValue(cJSON_GetObjectItem(vector, "name")), token);
        free(token);
        verified++;
    }
    cJSON_Delete(document);
    free(text);
    return verified;
}

static apiClient_t *connect_to(const char *url, const char *token) {
    apiClient_t *client = checked(apiClient_create_with_base_path(url, NULL), "client");
    client->accessToken = strdup(token);
    return client;
}

/* The client answers with the JSON text of each conversation, which the model then reads. */
static list_t *call(apiClient_t *client, const char *date, long limit) {
    conversation_query_t query = {.date = (char *)date, .limit = limit ? &limit : NULL};
    return ConversationsAPI_listConversations(client, &query);
}

static page_t list(apiClient_t *client, const char *date, long limit, const ids_t *seen) {
    page_t page = {0};
    list_t *answer = call(client, date, limit);
    if (!answer)
        fail("the server answered %ld", client->response_code);
    listEntry_t *entry;
    list_ForEach(entry, answer) {
        cJSON *text = checked(cJSON_Parse(entry->data), "JSON in the answer");
        conversation_t *conversation = checked(conversation_parseFromJSON(text), "conversation in the answer");
        if (!conversation->id || !conversation->updated)
            fail("a conversation without `id` or `updated`");
        if (!has(seen, *conversation->id)) {
            append(&page.fresh, *conversation->id);
            free(page.cursor);
            page.cursor = strdup(conversation->updated);
        }
        page.answered++;
        conversation_free(conversation);
        cJSON_Delete(text);
        free(entry->data);
    }
    list_freeList(answer);
    return page;
}

/* Adds one to the last digit: ...44Z becomes ...45Z, ...44.120Z becomes ...44.121Z. */
static char *one_tick_later(const char *text) {
    struct tm moment = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &moment);
    if (!rest)
        fail("%s is not RFC 3339", text);
    int digits = *rest == '.' ? (int)strspn(rest + 1, "0123456789") : 0;
    char *fraction = digits ? strndup(rest, (size_t)digits + 1) : strdup("");
    int place = digits;
    while (place > 0 && fraction[place] == '9')
        fraction[place--] = '0';
    if (place > 0)
        fraction[place]++;
    time_t seconds = timegm(&moment) + (place == 0);
    char whole[32];
    strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &moment));
    char *later = print("%s%s%s", whole, fraction, digits ? rest + digits + 1 : rest);
    free(fraction);
    return later;
}

/* Returns what was not seen yet: nothing at the end. */
static page_t following(apiClient_t *client, const char *cursor, const ids_t *seen) {
    char *date = one_tick_later(cursor);
    page_t page = list(client, date, 0, seen);
    for (size_t limit = 0; page.fresh.count == 0 && page.answered > 0 && page.answered >= limit;) {
        limit = 2 * page.answered; /* more may share the timestamp than fit in an answer */
        page = list(client, date, (long)limit, seen);
    }
    free(date);
    if (page.fresh.count)
        return page;
    page = list(client, cursor, 0, seen);
    if (page.answered && !page.fresh.count)
        fail("the server repeats what was updated before %s", cursor);
    return page;
}

/* Follows "Paging without loss" of openapi/README.md. */
static ids_t list_all(apiClient_t *client) {
    ids_t ids = {0};
    page_t page = list(client, NULL, 0, &ids);
    while (page.fresh.count) {
        for (size_t index = 0; index < page.fresh.count; index++) {
            printf("%ld\n", page.fresh.ids[index]);
            append(&ids, page.fresh.ids[index]);
        }
        page_t next = following(client, page.cursor, &ids);
        free(page.fresh.ids);
        free(page.cursor);
        page = next;
    }
    return ids;
}

/* Sends a message; a call that repeats `local_id` sends nothing again. */
static long send_message(apiClient_t *client) {
    long inbox = 2222, member = 55;
    message_request_t message = {.inbox_id = &inbox,
                                 .creator_id = &member,
                                 .phone_number = "14155559001",
                                 .text = "Your table is ready.",
                                 .local_id = "table-2026-11-26"};
    sent_message_t *sent = MessagesAPI_sendMessage(client, &message);
    if (!sent || !sent->id)
        fail("no message: %ld", client->response_code);
    long id = *sent->id;
    sent_message_free(sent);
    return id;
}

/* Creates a contact, finds it by its phone number, and deletes it. */
static long passing_contact(apiClient_t *client) {
    contact_request_t request = {.phone = "14155559002", .first = "Ada"};
    contact_find_query_t query = {.phone = request.phone};
    saved_record_t *made = checked(ContactsAPI_createContact(client, &request), "contact made");
    contact_t *found = checked(ContactsAPI_findContact(client, &query), "contact found");
    if (!made->id || !found->id || *found->id != *made->id || !found->first || strcmp(found->first, "Ada") != 0)
        fail("another contact was found than was made");
    long id = *found->id;
    free(ContactsAPI_deleteContact(client, id));
    if (client->response_code != 200)
        fail("not deleted: %ld", client->response_code);
    saved_record_free(made);
    contact_free(found);
    return id;
}

/* Makes a call that has to fail with the given status and returns it. */
static long refused(apiClient_t *client, const char *date, long status) {
    if (call(client, date, 0) || client->response_code != status)
        fail("expected %ld, not %ld", status, client->response_code);
    return client->response_code;
}

int main(void) {
    int vectors = verify_vectors(environment("HEYMARKET_JWT_VECTORS"));

    const char *url = environment("HEYMARKET_BASE_URL");
    char *token = sign(environment("HEYMARKET_API_SECRET_ID"), environment("HEYMARKET_API_SECRET_KEY"), time(NULL));
    apiClient_t *client = connect_to(url, token), *stranger = connect_to(url, "no.such.token");
    apiClient_t *limited = connect_to(environment("HEYMARKET_LIMITED_URL"), token);
    ids_t ids = list_all(client), none = {0};
    list(limited, NULL, 0, &none);
    long first = send_message(client), second = send_message(client);

    printf("{\"message_ids\": [%ld, %ld], \"contact_id\": %ld, ", first, second, passing_contact(client));
    printf("\"vectors\": %d, \"bad_token\": %ld, \"bad_body\": %ld, \"rate_limit\": %ld, \"ids\": [", vectors,
           refused(stranger, NULL, 401), refused(client, "yesterday", 400), refused(limited, NULL, 429));
    for (size_t index = 0; index < ids.count; index++)
        printf("%s%ld", index ? ", " : "", ids.ids[index]);
    puts("]}");
    return 0;
}
