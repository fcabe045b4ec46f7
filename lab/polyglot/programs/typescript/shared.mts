// What both TypeScript programs do alike: sign, walk all pages, write, and try the vectors.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

export type Token = () => string;

type Query = { date?: string; limit?: number };
type Item = { id?: number; updated?: string };

export const MESSAGE = {
  inbox_id: 2222,
  creator_id: 55,
  phone_number: "14155559001",
  text: "Your table is ready.",
  local_id: "table-2026-11-26",
};
export const CONTACT = { phone: "14155559002", first: "Ada" };

/** What a call gave, or an exception with the reason. */
export function succeeded<T>(data: T | undefined, error: unknown): T {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

/** The contact that was found, which has to be the one that was made. */
export function same<T extends { id: number; first?: string | null }>(made: { id: number }, found: T): T {
  if (found.id !== made.id || found.first !== CONTACT.first) throw new Error(`found ${found.id}, made ${made.id}`);
  return found;
}

export function env(name: string): string {
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

export const signed: Token = () =>
  sign(env("HEYMARKET_API_SECRET_ID"), env("HEYMARKET_API_SECRET_KEY"), Math.floor(Date.now() / 1000));

/** The ids of all conversations; `list` asks for one page. */
export async function listAll(list: (query: Query) => Promise<Item[]>): Promise<number[]> {
  const seen = new Set<number>();
  const query: Query = {};
  let [last, held] = ["", 0];
  for (;;) {
    const page = await list(query);
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

/** Signs the vectors; returns how many there are. */
export function signVectors(): number {
  const { vectors } = JSON.parse(readFileSync(env("HEYMARKET_JWT_VECTORS"), "utf8"));
  for (const { name, secret_id, secret_key, iat, token } of vectors) {
    if (sign(secret_id, secret_key, iat) !== token) throw new Error(`another token for ${name}`);
  }
  return vectors.length;
}
