//! Signs, lists every conversation, writes, and meets three refusals, all through the generated client.

use std::collections::HashSet;
use std::env;
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::prelude::{Engine, BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta};
use heymarket::apis::configuration::Configuration;
use heymarket::apis::contacts_api::{create_contact, delete_contact, find_contact};
use heymarket::apis::conversations_api::list_conversations;
use heymarket::apis::messages_api::send_message;
use heymarket::apis::Error as CallError;
use heymarket::models::{
    ContactFindQuery, ContactRequest, Conversation, ConversationQuery, MessageRequest,
};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let vectors = verify_vectors(&env::var("HEYMARKET_JWT_VECTORS")?)?;

    let (id, key) = (
        env::var("HEYMARKET_API_SECRET_ID")?,
        env::var("HEYMARKET_API_SECRET_KEY")?,
    );
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let token = sign(&id, &key, now.try_into()?)?;
    let base = env::var("HEYMARKET_BASE_URL")?;
    let client = configuration(&base, &token);
    let ids = list_all(&client)?;

    let limited = configuration(&env::var("HEYMARKET_LIMITED_URL")?, &token);
    list_conversations(&limited, ConversationQuery::new())?;
    let bad_body = ConversationQuery {
        date: Some("yesterday".into()),
        ..Default::default()
    };
    let summary = json!({
        "vectors": vectors,
        "ids": ids,
        "message_ids": send_twice(&client)?,
        "contact_id": passing_contact(&client)?,
        "bad_token": refused(&configuration(&base, "no.such.token"), ConversationQuery::new(), 401)?,
        "bad_body": refused(&client, bad_body, 400)?,
        "rate_limit": refused(&limited, ConversationQuery::new(), 429)?,
    });
    println!("{summary}");
    Ok(())
}

fn configuration(url: &str, token: &str) -> Configuration {
    Configuration {
        base_path: url.into(),
        bearer_access_token: Some(token.into()),
        ..Configuration::new()
    }
}

/// Follows `components.securitySchemes.ApiSecret` of the description.
fn sign(id: &str, key: &str, issued: i64) -> Result<String> {
    let claims = format!(
        r#"{{"iss":{},"iat":{issued}}}"#,
        ascii(&serde_json::to_string(id)?)
    );
    let encode = |data: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(data);
    let signed = format!(
        "{}.{}",
        encode(br#"{"alg":"HS256","typ":"JWT"}"#),
        encode(claims.as_bytes())
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(format!("{id}||{key}").as_bytes())?;
    mac.update(signed.as_bytes());
    Ok(format!("{signed}.{}", encode(&mac.finalize().into_bytes())))
}

/// Escapes what is not ASCII, as the vectors do; the server accepts other JSON forms too.
fn ascii(text: &str) -> String {
    let escape = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    text.encode_utf16().map(escape).collect()
}

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    secret_id: String,
    secret_key: String,
    iat: i64,
    token: String,
}

fn verify_vectors(path: &str) -> Result<usize> {
    let file: Vectors = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    for vector in &file.vectors {
        let token = sign(&vector.secret_id, &vector.secret_key, vector.iat)?;
        if token != vector.token {
            return Err(
                format!("vector {:?}: {token} is not {}", vector.name, vector.token).into(),
            );
        }
    }
    Ok(file.vectors.len())
}

/// Follows "Paging without loss" of openapi/README.md.
fn list_all(client: &Configuration) -> Result<Vec<i64>> {
    let (mut ids, mut seen) = (Vec::new(), HashSet::new());
    let mut page = list_conversations(client, ConversationQuery::new())?;
    while let Some(last) = page.last() {
        let cursor = last
            .updated
            .clone()
            .ok_or("a conversation without `updated`")?;
        for conversation in &page {
            let id = conversation.id;
            println!("{id}");
            ids.push(id);
            seen.insert(id);
        }
        page = following(client, cursor, &seen)?;
    }
    Ok(ids)
}

/// Returns what was not seen yet: nothing at the end.
fn following(
    client: &Configuration,
    cursor: String,
    seen: &HashSet<i64>,
) -> Result<Vec<Conversation>> {
    let unseen = |page: Vec<Conversation>| -> Vec<Conversation> {
        page.into_iter()
            .filter(|c| !seen.contains(&c.id))
            .collect()
    };
    let mut query = ConversationQuery {
        date: Some(one_tick_later(&cursor)?),
        ..Default::default()
    };
    loop {
        let page = list_conversations(client, query.clone())?;
        let length = i64::try_from(page.len())?;
        let fresh = unseen(page);
        if !fresh.is_empty() {
            return Ok(fresh);
        }
        if length == 0 || query.limit.is_some_and(|limit| length < limit) {
            break;
        }
        query.limit = Some(2 * length); // more may share the timestamp than fit in an answer
    }
    let page = list_conversations(
        client,
        ConversationQuery {
            date: Some(cursor.clone()),
            ..Default::default()
        },
    )?;
    let ended = page.is_empty();
    let fresh = unseen(page);
    if fresh.is_empty() && !ended {
        return Err(format!("the server repeats what was updated before {cursor}").into());
    }
    Ok(fresh)
}

/// Adds one to the last digit: `...44Z` becomes `...45Z`, `...44.120Z` becomes `...44.121Z`.
fn one_tick_later(text: &str) -> Result<String> {
    let moment = DateTime::parse_from_rfc3339(text)?;
    let fraction = text.split_once('.').map_or("", |(_, rest)| rest);
    let digits = fraction
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(0)
        .min(9);
    let tick = 10_i64.pow(9 - u32::try_from(digits)?);
    let later = moment + TimeDelta::nanoseconds(tick);
    let fraction = later.format("%.9f").to_string();
    let kept = if digits == 0 {
        ""
    } else {
        &fraction[..=digits]
    };
    Ok(format!(
        "{}{kept}{}",
        later.format("%Y-%m-%dT%H:%M:%S"),
        later.format("%:z")
    ))
}

/// Sends one message in two calls: the second repeats the first one's `local_id`.
fn send_twice(client: &Configuration) -> Result<[i64; 2]> {
    let message = MessageRequest {
        phone_number: Some("14155559001".into()),
        text: Some("Your table is ready.".into()),
        local_id: Some("table-2026-11-26".into()),
        ..MessageRequest::new(2222, 55)
    };
    let first = send_message(client, message.clone())?;
    let second = send_message(client, message)?;
    Ok([first.id, second.id])
}

/// Creates a contact, finds it by its phone number, and deletes it.
fn passing_contact(client: &Configuration) -> Result<i64> {
    let phone = "14155559002".to_string();
    let made = create_contact(
        client,
        ContactRequest {
            first: Some("Ada".into()),
            ..ContactRequest::new(phone.clone())
        },
    )?;
    let query = ContactFindQuery {
        phone: Some(phone),
        ..ContactFindQuery::new()
    };
    let found = find_contact(client, query)?;
    if found.id != made.id || found.first.as_deref() != Some("Ada") {
        return Err(format!("found {}, made {}", found.id, made.id).into());
    }
    delete_contact(client, found.id)?;
    Ok(found.id)
}

/// Makes a call that has to fail with the given status and returns it.
fn refused(client: &Configuration, query: ConversationQuery, status: u16) -> Result<u16> {
    match list_conversations(client, query) {
        Err(CallError::ResponseError(answer)) if answer.status.as_u16() == status => {
            eprintln!("{} {}", answer.status, answer.content);
            Ok(status)
        }
        other => Err(format!("expected {status}, not {other:?}").into()),
    }
}
