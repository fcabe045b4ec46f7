/** Signs, lists every conversation, writes, and meets three refusals, all through the generated client. */

import com.squareup.moshi.Json
import com.squareup.moshi.Moshi
import com.squareup.moshi.kotlin.reflect.KotlinJsonAdapterFactory
import heymarket.apis.ContactsApi
import heymarket.apis.ConversationsApi
import heymarket.apis.MessagesApi
import heymarket.infrastructure.ClientError
import heymarket.infrastructure.ClientException
import heymarket.models.ContactFindQuery
import heymarket.models.ContactRequest
import heymarket.models.Conversation
import heymarket.models.ConversationQuery
import heymarket.models.MessageRequest
import java.io.File
import java.time.Instant
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatterBuilder
import java.util.Base64
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

class Vector(
    val name: String,
    @Json(name = "secret_id") val secretId: String,
    @Json(name = "secret_key") val secretKey: String,
    val iat: Long,
    val token: String,
)

class Vectors(val vectors: List<Vector>)

val json: Moshi = Moshi.Builder().add(KotlinJsonAdapterFactory()).build()

fun main() {
    val vectors = verifyVectors(File(environment("HEYMARKET_JWT_VECTORS")))

    val base = environment("HEYMARKET_BASE_URL")
    val token = sign(
        environment("HEYMARKET_API_SECRET_ID"),
        environment("HEYMARKET_API_SECRET_KEY"),
        Instant.now().epochSecond,
    )
    val api = connect(base, token)
    val ids = listAll(api)
    val messageIds = sendTwice(MessagesApi(base).apply { accessTokenProvider = { token } })
    val contactId = passingContact(ContactsApi(base).apply { accessTokenProvider = { token } })
    val badToken = refused(connect(base, "no.such.token"), ConversationQuery(), 401)
    val badBody = refused(api, ConversationQuery(date = "yesterday"), 400)

    val limited = connect(environment("HEYMARKET_LIMITED_URL"), token)
    limited.listConversations(ConversationQuery())
    val rateLimit = refused(limited, ConversationQuery(), 429)
    val summary = mapOf(
        "vectors" to vectors,
        "ids" to ids,
        "message_ids" to messageIds,
        "contact_id" to contactId,
        "bad_token" to badToken,
        "bad_body" to badBody,
        "rate_limit" to rateLimit,
    )
    println(json.adapter(Map::class.java).toJson(summary))
}

fun environment(name: String): String = System.getenv(name) ?: error("$name is not set")

fun connect(url: String, token: String) = ConversationsApi(url).apply { accessTokenProvider = { token } }

/** Follows `components.securitySchemes.ApiSecret` of the description. */
fun sign(id: String, key: String, issued: Long): String {
    val claims = """{"iss":${ascii(json.adapter(String::class.java).toJson(id))},"iat":$issued}"""
    val signed = encode("""{"alg":"HS256","typ":"JWT"}""".toByteArray()) + "." + encode(claims.toByteArray())
    val mac = Mac.getInstance("HmacSHA256")
    mac.init(SecretKeySpec("$id||$key".toByteArray(), "HmacSHA256"))
    return signed + "." + encode(mac.doFinal(signed.toByteArray()))
}

fun encode(data: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(data)

/** Escapes what is not ASCII, as the vectors do; the server accepts other JSON forms too. */
fun ascii(text: String) = text.map { if (it.code < 0x80) "$it" else "\\u%04x".format(it.code) }.joinToString("")

fun verifyVectors(file: File): Int {
    val vectors = checkNotNull(json.adapter(Vectors::class.java).fromJson(file.readText())).vectors
    for (vector in vectors) {
        val token = sign(vector.secretId, vector.secretKey, vector.iat)
        check(token == vector.token) { "vector '${vector.name}' gave $token" }
    }
    return vectors.size
}

/** Follows "Paging without loss" of openapi/README.md. */
fun listAll(api: ConversationsApi): List<Long> {
    val seen = LinkedHashSet<Long>()
    var page = api.listConversations(ConversationQuery())
    while (page.isNotEmpty()) {
        for (conversation in page) {
            println(conversation.id)
            check(seen.add(checkNotNull(conversation.id)))
        }
        page = following(api, checkNotNull(page.last().updated), seen)
    }
    return seen.toList()
}

/** Returns what was not seen yet: nothing at the end. */
fun following(api: ConversationsApi, cursor: String, seen: Set<Long>): List<Conversation> {
    var query = ConversationQuery(date = oneTickLater(cursor))
    while (true) {
        val page = api.listConversations(query)
        val fresh = page.filter { it.id !in seen }
        if (fresh.isNotEmpty()) return fresh
        if (page.isEmpty() || query.limit.let { it != null && page.size < it }) break
        query = query.copy(limit = 2L * page.size) // more may share the timestamp than fit in an answer
    }
    val page = api.listConversations(ConversationQuery(date = cursor))
    val fresh = page.filter { it.id !in seen }
    check(page.isEmpty() || fresh.isNotEmpty()) { "the server repeats what was updated before $cursor" }
    return fresh
}

/** Adds one to the last digit: ...44Z becomes ...45Z, ...44.120Z becomes ...44.121Z. */
fun oneTickLater(text: String): String {
    val fraction = text.substringAfter('.', "").takeWhile { it.isDigit() }
    val format = DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss")
    if (fraction.isNotEmpty()) format.appendLiteral('.').appendPattern("S".repeat(fraction.length))
    val tick = "1".padEnd(10 - fraction.length, '0').toLong()
    return OffsetDateTime.parse(text).plusNanos(tick).format(format.appendOffsetId().toFormatter())
}

/** Sends one message in two calls: the second repeats the first one's `local_id`. */
fun sendTwice(api: MessagesApi): List<Long> {
    val message = MessageRequest(
        inboxId = 2222,
        creatorId = 55,
        phoneNumber = "14155559001",
        text = "Your table is ready.",
        localId = "table-2026-11-26",
    )
    return List(2) { api.sendMessage(message).id }
}

/** Creates a contact, finds it by its phone number, and deletes it. */
fun passingContact(api: ContactsApi): Long {
    val made = api.createContact(ContactRequest(phone = "14155559002", first = "Ada"))
    val found = api.findContact(ContactFindQuery(phone = "14155559002"))
    check(found.id == made.id && found.first == "Ada") { "found ${found.id}, made ${made.id}" }
    api.deleteContact(found.id)
    return found.id
}

/** Makes a call that has to fail with the given status and returns it. */
fun refused(api: ConversationsApi, query: ConversationQuery, status: Int): Int {
    try {
        api.listConversations(query)
    } catch (refusal: ClientException) {
        if (refusal.statusCode != status) throw refusal
        System.err.println("$status ${(refusal.response as ClientError<*>).body}")
        return status
    }
    error("expected $status")
}
