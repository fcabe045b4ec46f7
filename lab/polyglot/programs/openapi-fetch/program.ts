// Signs the vectors, lists all conversations, and gets refused in three ways.
import createClient from "openapi-fetch";
import type { components, paths } from "./heymarket/schema.js";
import { env, listAll, signed, signVectors, type Token } from "../typescript/shared.mjs";
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

// @ts-expect-error: without `user_id`, which has to be noticed when this is compiled.
const incomplete: components["schemas"]["ConversationStateRequest"] = { inbox_id: 1 };

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
