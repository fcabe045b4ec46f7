// What a receiver of webhooks makes of what it is posted, as "Webhooks" in openapi/README.md says.
import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { env } from "./shared.mjs";

type Fields = { [name: string]: unknown };
type Kinds = Map<string, { own: string; pointers: string[] }>;
type Received = { verdict: string; type?: string; identity?: unknown[] };

/** Tries the vectors; returns how many there are. */
export function checkWebhooks(): number {
  const path = env("HEYMARKET_WEBHOOK_VECTORS");
  const known = readKinds(join(dirname(path), "heymarket.json"));
  const { vectors } = JSON.parse(readFileSync(path, "utf8"));
  for (const { name, tokens, body, body_hex, ...expected } of vectors) {
    const posted = body_hex === undefined ? Buffer.from(body) : Buffer.from(body_hex, "hex");
    const found = receive(posted, tokens, known);
    if (!isDeepStrictEqual(found, expected)) throw new Error(`${name}: ${JSON.stringify(found)}`);
  }
  return vectors.length;
}

function receive(body: Buffer, tokens: string[], known: Kinds): Received {
  let event: unknown;
  try {
    event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return { verdict: "body" };
  }
  if (!isObject(event)) return { verdict: "body" };
  if (typeof event.token !== "string" || !isKnown(event.token, tokens)) return { verdict: "token" };
  if (typeof event.type !== "string") return { verdict: "body" };
  const kind = known.get(event.type);
  if (!kind) return { verdict: "accepted", type: event.type };
  return { verdict: "accepted", type: kind.own, identity: kind.pointers.map((pointer) => at(event, pointer)) };
}

/** Takes as long wherever tokens differ. */
function isKnown(token: string, tokens: string[]): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return tokens.map((each) => timingSafeEqual(digest(token), digest(each))).includes(true);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(value: unknown, pointer: string): unknown {
  return pointer.split("/").slice(1).reduce((inner, step) => (isObject(inner) ? inner[step] : undefined), value);
}

/** For each value of `type`: the event's own value, the first of its schema, and what identifies it. */
function readKinds(path: string): Kinds {
  const { schemas } = JSON.parse(readFileSync(path, "utf8")).components;
  const own = new Map<string, string>();
  const known: Kinds = new Map();
  for (const [value, reference] of Object.entries<string>(schemas.WebhookEvent.discriminator.mapping)) {
    const name = reference.slice("#/components/schemas/".length);
    if (!own.has(name)) own.set(name, value);
    known.set(value, { own: own.get(name) ?? value, pointers: schemas[name]["x-event-identity"] });
  }
  return known;
}
