using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Heymarket
{
    partial class HeymarketClient
    {
        // Otherwise errors hold no text of the answer.
        partial void Initialize()
        {
            ReadResponseAsString = true;
        }
    }

    /// <summary>Signs, lists every conversation, writes, and meets three refusals, all through the generated client.</summary>
    internal static class Program
    {
        private static int Main()
        {
            try
            {
                Run().GetAwaiter().GetResult();
                return 0;
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error);
                return 1;
            }
        }

        private static async Task Run()
        {
            var vectors = VerifyVectors(Env("HEYMARKET_JWT_VECTORS"));

            var url = Env("HEYMARKET_BASE_URL");
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var token = Sign(Env("HEYMARKET_API_SECRET_ID"), Env("HEYMARKET_API_SECRET_KEY"), now);
            var client = Connect(url, token);
            var ids = await ListAll(client);
            var messageIds = await SendTwice(client);
            var contactId = await PassingContact(client);
            var badToken = await Refused(Connect(url, "no.such.token"), new ConversationQuery(), 401);
            var badBody = await Refused(client, new ConversationQuery { Date = "yesterday" }, 400);

            var limited = Connect(Env("HEYMARKET_LIMITED_URL"), token);
            await limited.ListConversationsAsync(new ConversationQuery());
            var rateLimit = await Refused(limited, new ConversationQuery(), 429);
            Console.WriteLine(JsonConvert.SerializeObject(
                new
                {
                    vectors,
                    ids,
                    message_ids = messageIds,
                    contact_id = contactId,
                    bad_token = badToken,
                    bad_body = badBody,
                    rate_limit = rateLimit
                }));
        }

        private static string Env(string name)
        {
            return Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
        }

        private static HeymarketClient Connect(string url, string token)
        {
            var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return new HeymarketClient(http) { BaseUrl = url };
        }

        /// <summary>Follows components.securitySchemes.ApiSecret of the description.</summary>
        private static string Sign(string id, string key, long issued)
        {
            var claims = "{\"iss\":" + Ascii(JsonConvert.ToString(id)) + ",\"iat\":" + issued + "}";
            var signed = Encode(Utf8("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + Encode(Utf8(claims));
            using (var mac = new HMACSHA256(Utf8(id + "||" + key)))
                return signed + "." + Encode(mac.ComputeHash(Utf8(signed)));
        }

        private static byte[] Utf8(string text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        private static string Encode(byte[] data)
        {
            return Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        /// <summary>Escapes what is not ASCII, as the vectors do; the server accepts other JSON forms too.</summary>
        private static string Ascii(string text)
        {
            return string.Concat(text.Select(unit => unit < 0x80 ? unit.ToString() : $"\\u{(int)unit:x4}"));
        }

        private static int VerifyVectors(string path)
        {
            var vectors = JObject.Parse(File.ReadAllText(path))["vectors"].ToList();
            foreach (var vector in vectors)
            {
                var token = Sign((string)vector["secret_id"], (string)vector["secret_key"], (long)vector["iat"]);
                if (token != (string)vector["token"])
                    throw new InvalidOperationException($"vector '{vector["name"]}' gave {token}");
            }
            return vectors.Count;
        }

        /// <summary>Follows "Paging without loss" of openapi/README.md.</summary>
        private static async Task<List<long>> ListAll(HeymarketClient client)
        {
            var ids = new List<long>();
            var seen = new HashSet<long>();
            var page = await client.ListConversationsAsync(new ConversationQuery());
            while (page.Any())
            {
                foreach (var conversation in page)
                {
                    var id = conversation.Id;
                    Console.WriteLine(id);
                    ids.Add(id);
                    seen.Add(id);
                }
                page = await Following(client, page.Last().Updated, seen);
            }
            return ids;
        }

        /// <summary>Returns what was not seen yet: nothing at the end.</summary>
        private static async Task<ICollection<Conversation>> Following(
            HeymarketClient client, string cursor, HashSet<long> seen)
        {
            var query = new ConversationQuery { Date = OneTickLater(cursor) };
            while (true)
            {
                var overlapping = await client.ListConversationsAsync(query);
                var unseen = overlapping.Where(item => !seen.Contains(item.Id)).ToList();
                if (unseen.Any())
                    return unseen;
                if (!overlapping.Any() || overlapping.Count < query.Limit)
                    break;
                query.Limit = 2 * overlapping.Count; // more may share the timestamp than fit in an answer
            }
            var page = await client.ListConversationsAsync(new ConversationQuery { Date = cursor });
            var fresh = page.Where(item => !seen.Contains(item.Id)).ToList();
            if (page.Any() && !fresh.Any())
                throw new InvalidOperationException("the server repeats what was updated before " + cursor);
            return fresh;
        }

        /// <summary>Adds one to the last digit: ...44Z becomes ...45Z, ...44.120Z becomes ...44.121Z.</summary>
        private static string OneTickLater(string text)
        {
            // DateTimeOffset has seven digits, so the fraction is counted apart.
            var dot = text.IndexOf('.');
            var fraction = dot < 0 ? "" : string.Concat(text.Skip(dot + 1).TakeWhile(char.IsDigit));
            var whole = dot < 0 ? text : text.Remove(dot, fraction.Length + 1);
            var moment = DateTimeOffset.Parse(whole, CultureInfo.InvariantCulture);
            var next = fraction == "" ? "1" : (long.Parse("1" + fraction) + 1).ToString();
            if (next[0] != '1' || fraction == "")
                moment = moment.AddSeconds(1);
            return moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
                + (fraction == "" ? "" : "." + next.Substring(1))
                + moment.ToString("zzz", CultureInfo.InvariantCulture);
        }

        /// <summary>Sends one message in two calls: the second repeats the first one's local_id.</summary>
        private static async Task<long[]> SendTwice(HeymarketClient client)
        {
            var message = new MessageRequest
            {
                Inbox_id = 2222,
                Creator_id = 55,
                Phone_number = "14155559001",
                Text = "Your table is ready.",
                Local_id = "table-2026-11-26"
            };
            var first = await client.SendMessageAsync(message);
            var second = await client.SendMessageAsync(message);
            return new[] { first.Id, second.Id };
        }

        /// <summary>Creates a contact, finds it by its phone number, and deletes it.</summary>
        private static async Task<long> PassingContact(HeymarketClient client)
        {
            var made = await client.CreateContactAsync(new ContactRequest { Phone = "14155559002", First = "Ada" });
            var found = await client.FindContactAsync(new ContactFindQuery { Phone = "14155559002" });
            if (found.Id != made.Id || found.First != "Ada")
                throw new InvalidOperationException($"found {found.Id}, made {made.Id}");
            await client.DeleteContactAsync(found.Id);
            return found.Id;
        }

        /// <summary>Makes a call that has to fail with the given status and returns it.</summary>
        private static async Task<int> Refused(HeymarketClient client, ConversationQuery query, int status)
        {
            try
            {
                await client.ListConversationsAsync(query);
            }
            catch (ApiException refusal) when (refusal.StatusCode == status)
            {
                Console.Error.WriteLine(status + " " + refusal.Response);
                return status;
            }
            throw new InvalidOperationException("expected " + status);
        }
    }
}
