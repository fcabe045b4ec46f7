import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.heymarket.ApiClient;
import com.heymarket.ApiException;
import com.heymarket.api.ContactsApi;
import com.heymarket.api.ConversationsApi;
import com.heymarket.api.MessagesApi;
import com.heymarket.model.Contact;
import com.heymarket.model.ContactFindQuery;
import com.heymarket.model.ContactRequest;
import com.heymarket.model.Conversation;
import com.heymarket.model.ConversationQuery;
import com.heymarket.model.MessageRequest;
import com.heymarket.model.SavedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs, lists every conversation, writes, and meets three refusals, all through the generated client. */
public final class Program {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("vectors", verifyVectors(Path.of(System.getenv("HEYMARKET_JWT_VECTORS"))));

        summary.put("webhooks", Webhooks.verify(Path.of(System.getenv("HEYMARKET_WEBHOOK_VECTORS"))));

        String base = System.getenv("HEYMARKET_BASE_URL");
        String token = sign(System.getenv("HEYMARKET_API_SECRET_ID"), System.getenv("HEYMARKET_API_SECRET_KEY"),
                Instant.now().getEpochSecond());
        ApiClient client = connect(base, token);
        ConversationsApi api = new ConversationsApi(client);
        summary.put("ids", listAll(api));
        summary.put("message_ids", sendTwice(new MessagesApi(client)));
        summary.put("contact_id", passingContact(new ContactsApi(client)));
        summary.put("bad_token", refused(new ConversationsApi(connect(base, "no.such.token")), new ConversationQuery(), 401));
        summary.put("bad_body", refused(api, new ConversationQuery().date("yesterday"), 400));

        ConversationsApi limited = new ConversationsApi(connect(System.getenv("HEYMARKET_LIMITED_URL"), token));
        limited.listConversations(new ConversationQuery());
        summary.put("rate_limit", refused(limited, new ConversationQuery(), 429));
        System.out.println(JSON.writeValueAsString(summary));
    }

    private static ApiClient connect(String url, String token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }

    /** Sends one message in two calls: the second repeats the first one's {@code local_id}. */
    private static List<Long> sendTwice(MessagesApi api) throws ApiException {
        MessageRequest message = new MessageRequest()
                .inboxId(2222L)
                .creatorId(55L)
                .phoneNumber("14155559001")
                .text("Your table is ready.")
                .localId("table-2026-11-26");
        return List.of(api.sendMessage(message).getId(), api.sendMessage(message).getId());
    }

    /** Creates a contact, finds it by its phone number, and deletes it. */
    private static long passingContact(ContactsApi api) throws ApiException {
        SavedRecord made = api.createContact(new ContactRequest().phone("14155559002").first("Ada"));
        Contact found = api.findContact(new ContactFindQuery().phone("14155559002"));
        if (!found.getId().equals(made.getId()) || !"Ada".equals(found.getFirst())) {
            throw new IllegalStateException("found " + found.getId() + ", made " + made.getId());
        }
        api.deleteContact(found.getId());
        return found.getId();
    }

    /** Follows {@code components.securitySchemes.ApiSecret} of the description. */
    private static String sign(String id, String key, long issued)
            throws GeneralSecurityException, JsonProcessingException {
        String claims = "{\"iss\":" + ascii(JSON.writeValueAsString(id)) + ",\"iat\":" + issued + "}";
        String signed = encode(utf8("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + encode(utf8(claims));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8(id + "||" + key), "HmacSHA256"));
        return signed + "." + encode(mac.doFinal(utf8(signed)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] data) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    }

    /** Escapes what is not ASCII, as the vectors do; the server accepts other JSON forms too. */
    private static String ascii(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char unit : text.toCharArray()) {
            escaped.append(unit < 0x80 ? String.valueOf(unit) : String.format("\\u%04x", (int) unit));
        }
        return escaped.toString();
    }

    private static int verifyVectors(Path path) throws IOException, GeneralSecurityException {
        JsonNode vectors = JSON.readTree(path.toFile()).get("vectors");
        for (JsonNode vector : vectors) {
            String token = sign(vector.get("secret_id").textValue(), vector.get("secret_key").textValue(),
                    vector.get("iat").longValue());
            if (!token.equals(vector.get("token").textValue())) {
                throw new IllegalStateException("vector " + vector.get("name") + " gave " + token);
            }
        }
        return vectors.size();
    }

    /** Follows "Paging without loss" of openapi/README.md. */
    private static List<Long> listAll(ConversationsApi api) throws ApiException {
        List<Long> ids = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        List<Conversation> page = api.listConversations(new ConversationQuery());
        while (!page.isEmpty()) {
            for (Conversation conversation : page) {
                System.out.println(conversation.getId());
                ids.add(conversation.getId());
                seen.add(conversation.getId());
            }
            page = following(api, page.get(page.size() - 1).getUpdated(), seen);
        }
        return ids;
    }

    /** Returns what was not seen yet: nothing at the end. */
    private static List<Conversation> following(ConversationsApi api, String cursor, Set<Long> seen)
            throws ApiException {
        ConversationQuery query = new ConversationQuery().date(oneTickLater(cursor));
        while (true) {
            List<Conversation> page = api.listConversations(query);
            List<Conversation> fresh = unseen(page, seen);
            if (!fresh.isEmpty()) {
                return fresh;
            }
            if (page.isEmpty() || query.getLimit() != null && page.size() < query.getLimit()) {
                break;
            }
            query.limit(2L * page.size()); // more may share the timestamp than fit in an answer
        }
        List<Conversation> page = api.listConversations(new ConversationQuery().date(cursor));
        List<Conversation> fresh = unseen(page, seen);
        if (fresh.isEmpty() && !page.isEmpty()) {
            throw new IllegalStateException("the server repeats what was updated before " + cursor);
        }
        return fresh;
    }

    private static List<Conversation> unseen(List<Conversation> page, Set<Long> seen) {
        return page.stream().filter(conversation -> !seen.contains(conversation.getId())).toList();
    }

    /** Adds one to the last digit: ...44Z becomes ...45Z, ...44.120Z becomes ...44.121Z. */
    private static String oneTickLater(String text) {
        String fraction = text.contains(".") ? text.substring(text.indexOf('.') + 1).split("\\D", 2)[0] : "";
        DateTimeFormatter format = new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                .appendLiteral(fraction.isEmpty() ? "" : ".")
                .appendPattern("S".repeat(fraction.length()))
                .appendOffsetId()
                .toFormatter();
        long tick = (long) Math.pow(10, 9 - fraction.length());
        return OffsetDateTime.parse(text).plusNanos(tick).format(format);
    }

    /** Makes a call that has to fail with the given status and returns it. */
    private static int refused(ConversationsApi api, ConversationQuery query, int status) throws ApiException {
        try {
            api.listConversations(query);
        } catch (ApiException refusal) {
            if (refusal.getCode() == status) {
                System.err.println(status + " " + refusal.getResponseBody());
                return status;
            }
            throw refusal;
        }
        throw new IllegalStateException("expected " + status);
    }
}
