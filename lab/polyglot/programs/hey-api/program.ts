// Signs the vectors, lists all conversations, and gets refused in three ways.
import { createClient } from "./heymarket/client/index.js";
import { listConversations } from "./heymarket/index.js";
import type { Conversation, ConversationQuery as Query } from "./heymarket/index.js";
import { env, listAll, signed, signVectors, type Token } from "../typescript/shared.mjs";
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

const vectors = signVectors();
const webhooks = checkWebhooks();
const server = env("HEYMARKET_BASE_URL");
const all = connect(server);
const ids = await listAll((query) => list(all, query));
for (const id of ids) console.log(id);
const bad_token = await refusal(connect(server, () => "not.a.token"));
const bad_body = await refusal(connect(server), { date: "yesterday" });
const limited = connect(env("HEYMARKET_LIMITED_URL"));
await list(limited, {});
const rate_limit = await refusal(limited);
console.log(JSON.stringify({ vectors, webhooks, ids, bad_token, bad_body, rate_limit }));
