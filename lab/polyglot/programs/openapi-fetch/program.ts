// Signs the vectors, lists all conversations, writes, and gets refused in three ways.
import createClient from "openapi-fetch";
import type { components, paths } from "./heymarket/schema.js";
import { CONTACT, env, listAll, MESSAGE, same, signed, signVectors, succeeded, type Token } from "../typescript/shared.mjs";
import { checkWebhooks } from "../typescript/webhooks.mjs";

type Conversation = components["schemas"]["Conversation"];
type Query = components["schemas"]["ConversationQuery"];

function connect(baseUrl: string, token: Token = signed) {
  const client = createClient<paths>({ baseUrl });
  client.use({ onRequest: ({ request }) => request.headers.set("Authorization", `Bearer ${token()}`) });
  return client;
}

type Client = ReturnType<typeof connect>;

async function list(client: Client, query: Query): Promise<Conversation[]> {
  const { data, error, response } = await client.POST("/v1/conversations", { body: query });
  if (!data) throw new Error(`${response.status}: ${error?.message}`);
  return data;
}

async function refusal(client: Client, query: Query = {}): Promise<number> {
  const { error, response } = await client.POST("/v1/conversations", { body: query });
  if (!error?.message) throw new Error(`expected a reason for a refusal, got ${response.status}`);
  return response.status;
}

/** Sends one message in two calls: the second repeats the first one's `local_id`. */
async function sendTwice(client: Client): Promise<number[]> {
  const body: components["schemas"]["MessageRequest"] = MESSAGE;
  const sent = [await client.POST("/v1/message/send", { body }), await client.POST("/v1/message/send", { body })];
  return sent.map(({ data, error }) => succeeded(data, error).id);
}

/** Creates a contact, finds it by its phone number, and deletes it. */
async function passingContact(client: Client): Promise<number> {
  const made = await client.POST("/v1/contact", { body: CONTACT });
  const found = await client.POST("/v1/contact/get", { body: { phone: CONTACT.phone } });
  const { id } = same(succeeded(made.data, made.error), succeeded(found.data, found.error));
  const deleted = await client.DELETE("/v1/contact/{id}", { params: { path: { id } } });
  succeeded(deleted.data, deleted.error);
  return id;
}

// @ts-expect-error: without `user_id`, which has to be noticed when this is compiled.
const incomplete: components["schemas"]["ConversationStateRequest"] = { inbox_id: 1 };

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
