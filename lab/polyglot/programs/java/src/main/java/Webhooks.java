import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/** What a receiver of webhooks makes of what it is posted, as "Webhooks" in openapi/README.md says. */
final class Webhooks {
    // By default it would read the first of two events, and leave the rest.
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode schemas;

    private Webhooks(JsonNode spec) {
        schemas = spec.path("components").path("schemas");
    }

    /** Tries the vectors; returns how many there are. */
    static int verify(Path path) throws IOException {
        Webhooks webhooks = new Webhooks(JSON.readTree(path.resolveSibling("heymarket.json").toFile()));
        JsonNode vectors = JSON.readTree(path.toFile()).get("vectors");
        for (JsonNode vector : vectors) {
            byte[] body = vector.has("body_hex")
                    ? HexFormat.of().parseHex(vector.get("body_hex").textValue())
                    : vector.get("body").textValue().getBytes(StandardCharsets.UTF_8);
            ObjectNode expected = vector.deepCopy();
            expected.retain("verdict", "type", "identity");
            JsonNode found = webhooks.receive(body, vector.get("tokens"));
            if (!found.equals(expected)) {
                throw new IllegalStateException("webhook vector " + vector.get("name") + " gave " + found);
            }
        }
        return vectors.size();
    }

    private ObjectNode receive(byte[] body, JsonNode tokens) {
        JsonNode event = parse(body);
        if (!event.isObject()) {
            return verdict("body");
        }
        if (!event.path("token").isTextual() || !isKnown(event.get("token").textValue(), tokens)) {
            return verdict("token");
        }
        if (!event.path("type").isTextual()) {
            return verdict("body");
        }
        String type = event.get("type").textValue();
        JsonNode mapping = schemas.path("WebhookEvent").path("discriminator").path("mapping");
        if (!mapping.has(type)) {
            return verdict("accepted").put("type", type);
        }
        // Of two values for one schema, the first is the vendor's.
        String own = mapping.properties().stream()
                .filter(each -> each.getValue().equals(mapping.get(type)))
                .map(Map.Entry::getKey).findFirst().orElseThrow();
        ObjectNode accepted = verdict("accepted").put("type", own);
        ArrayNode identity = accepted.putArray("identity");
        String name = mapping.get(type).textValue().substring("#/components/schemas/".length());
        for (JsonNode pointer : schemas.path(name).path("x-event-identity")) {
            identity.add(event.at(pointer.textValue()));
        }
        return accepted;
    }

    /** Returns JSON, or a missing node for what is none. */
    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException notUtf8) {
            return JSON.missingNode();
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }

    /** Takes as long wherever tokens differ. */
    private static boolean isKnown(String token, JsonNode tokens) {
        boolean found = false;
        for (JsonNode each : tokens) {
            found |= MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8),
                    each.textValue().getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    private static ObjectNode verdict(String verdict) {
        return JSON.createObjectNode().put("verdict", verdict);
    }
}
