// Signs the vectors, lists all conversations, writes, and gets refused in three ways.
import { createClient } from "./heymarket/client/index.js";
import { createContact, deleteContact, findContact, listConversations, sendMessage } from "./heymarket/index.js";
import type { Conversation, ConversationQuery as Query } from "./heymarket/index.js";
import { CONTACT, env, listAll, MESSAGE, same, signed, signVectors, succeeded, type Token } from "../typescript/shared.mjs";
import { checkWebhooks } from "../typescript/webhooks.mjs";

type Client = ReturnType<typeof createClient>;

function connect(baseUrl: string, token: Token = signed): Client {
  return createClient({ baseUrl, auth: token });
}

async function list(client: Client, query: Query): Promise<Conversation[]> {
  const { data, error, response } = await listConversations({ client, body: query });
  if (!data) throw new Error(response ? `${response.status}: ${error?.message}` : String(error));
  return data;
}

async function refusal(client: Client, query: Query = {}): Promise<number> {
  const { error, response } = await listConversations({ client, body: query });
  if (!response || !error?.message) throw new Error(`expected a reason for a refusal, got ${response?.status}`);
  return response.status;
}

/** Sends one message in two calls: the second repeats the first one's `local_id`. */
async function sendTwice(client: Client): Promise<number[]> {
  const sent = [await sendMessage({ client, body: MESSAGE }), await sendMessage({ client, body: MESSAGE })];
  return sent.map(({ data, error }) => succeeded(data, error).id);
}

/** Creates a contact, finds it by its phone number, and deletes it. */
async function passingContact(client: Client): Promise<number> {
  const made = await createContact({ client, body: CONTACT });
  const found = await findContact({ client, body: { phone: CONTACT.phone } });
  const { id } = same(succeeded(made.data, made.error), succeeded(found.data, found.error));
  const deleted = await deleteContact({ client, path: { id } });
  succeeded(deleted.data, deleted.error);
  return id;
}

const vectors = signVectors();
const webhooks = checkWebhooks();
const server = env("HEYMARKET_BASE_URL");
const all = connect(server);
const ids = await listAll((query) => list(all, query));
for (const id of ids) console.log(id);
const message_ids = await sendTwice(all);
const contact_id = await passingContact(all);
const bad_token = await refusal(connect(server, () => "not.a.token"));
const bad_body = await refusal(connect(server), { date: "yesterday" });
const limited = connect(env("HEYMARKET_LIMITED_URL"));
await list(limited, {});
const rate_limit = await refusal(limited);
console.log(JSON.stringify({ vectors, webhooks, ids, message_ids, contact_id, bad_token, bad_body, rate_limit }));
