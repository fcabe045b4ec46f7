// Signs the vectors, lists all conversations, and gets refused in three ways.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { components, paths } from "./heymarket/schema.js";

type Conversation = components["schemas"]["Conversation"];
type Query = components["schemas"]["ConversationQuery"];
type Token = () => string;

function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function sign(id: string, key: string, iat: number): string {
  const ascii = (text: string) => text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const parts = [{ alg: "HS256", typ: "JWT" }, { iss: id, iat }];
  const text = parts.map((part) => Buffer.from(ascii(JSON.stringify(part))).toString("base64url")).join(".");
  return `${text}.${createHmac("sha256", `${id}||${key}`).update(text).digest("base64url")}`;
}

/** The timestamp moved by one tick of its last digit, so that a page overlaps the one before. */
function tickLater(timestamp: string): string {
  const match = /^(.+:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(timestamp);
  if (!match) throw new Error(`not an RFC 3339 timestamp: ${timestamp}`);
  const [, seconds, digits, zone] = match;
  const ticks = String(BigInt(`1${digits ?? ""}`) + 1n); // the 1 keeps leading zeros, and becomes 2 when a second is full
  const carried = new Date(Date.parse(`${seconds}${zone}`) + (ticks.startsWith("2") ? 1000 : 0));
  return `${carried.toISOString().slice(0, 19)}${digits ? "." : ""}${ticks.slice(1)}Z`;
}

const signed: Token = () =>
  sign(env("HEYMARKET_API_SECRET_ID"), env("HEYMARKET_API_SECRET_KEY"), Math.floor(Date.now() / 1000));

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

async function listAll(client: Client): Promise<number[]> {
  const seen = new Set<number>();
  const query: Query = {};
  let [last, held] = ["", 0];
  for (;;) {
    const page = await list(client, query);
    const end = page.at(-1);
    if (!end) return [...seen];
    if (!end.updated) throw new Error(`conversation ${end.id} has no timestamp`);
    const fresh = page.filter((each) => each.id !== undefined && !seen.has(each.id));
    for (const { id } of fresh) if (id !== undefined) seen.add(id);
    if (fresh.length > 0) {
      [last, held] = [end.updated, 0];
      [query.date, query.limit] = [tickLater(last), undefined];
    } else if (page.length > held) {
      [held, query.limit] = [page.length, 2 * page.length]; // more may share the timestamp than fit
    } else if (query.date !== last) {
      [query.date, query.limit] = [last, undefined];
    } else {
      throw new Error(`the server keeps repeating what is around ${last}`);
    }
  }
}

async function refusal(client: Client, query: Query = {}): Promise<number> {
  const { error, response } = await client.POST("/v1/conversations", { body: query });
  if (!error?.message) throw new Error(`expected a reason for a refusal, got ${response.status}`);
  return response.status;
}

// @ts-expect-error: without `user_id`, which has to be noticed when this is compiled.
const incomplete: components["schemas"]["ConversationStateRequest"] = { inbox_id: 1 };

const { vectors } = JSON.parse(readFileSync(env("HEYMARKET_JWT_VECTORS"), "utf8"));
for (const { name, secret_id, secret_key, iat, token } of vectors) {
  if (sign(secret_id, secret_key, iat) !== token) throw new Error(`another token for ${name}`);
}
const server = env("HEYMARKET_BASE_URL");
const ids = await listAll(connect(server));
for (const id of ids) console.log(id);
const bad_token = await refusal(connect(server, () => "not.a.token"));
const bad_body = await refusal(connect(server), { date: "yesterday" });
const limited = connect(env("HEYMARKET_LIMITED_URL"));
await list(limited, {});
const rate_limit = await refusal(limited);
console.log(JSON.stringify({ vectors: vectors.length, ids, bad_token, bad_body, rate_limit }));
