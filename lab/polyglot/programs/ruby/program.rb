# frozen_string_literal: true

# Signs the vectors, lists all conversations, writes, and gets refused in three ways.
require 'base64'
require 'json'
require 'openssl'
require 'set'
require 'time'
$LOAD_PATH.unshift(File.join(__dir__, 'heymarket', 'lib'))
require 'heymarket'

def sign(id, key, iat)
  parts = [{ alg: 'HS256', typ: 'JWT' }, { iss: id, iat: iat }]
  text = parts.map { |part| base64(JSON.generate(part, ascii_only: true)) }.join('.')
  "#{text}.#{base64(OpenSSL::HMAC.digest('SHA256', "#{id}||#{key}", text))}"
end

def base64(bytes)
  Base64.urlsafe_encode64(bytes, padding: false)
end

# The timestamp moved by one tick of its last digit, so that a page overlaps the one before.
def tick_later(timestamp)
  digits = timestamp[/\.(\d+)/, 1].to_s.length
  (Time.iso8601(timestamp) + Rational(1, 10**digits)).utc.iso8601(digits)
end

SIGNED = lambda do
  sign(ENV.fetch('HEYMARKET_API_SECRET_ID'), ENV.fetch('HEYMARKET_API_SECRET_KEY'), Time.now.to_i)
end

def connect(url, token = SIGNED)
  config = Heymarket::Configuration.new
  config.scheme, config.host = url.split('://')
  config.access_token_getter = token
  Heymarket::ApiClient.new(config)
end

# Returns conversations with the text of their timestamps, whose digits a Time does not count.
def list(client, query)
  api = Heymarket::ConversationsApi.new(client)
  text = api.list_conversations(Heymarket::ConversationQuery.new(query), debug_return_type: 'String')
  JSON.parse(text, symbolize_names: true).map do |raw|
    conversation = Heymarket::Conversation.build_from_hash(raw)
    raise "another timestamp: #{raw}" unless conversation.updated == Time.iso8601(raw[:updated])

    [conversation, raw[:updated]]
  end
end

def list_all(client)
  seen = Set.new
  query = {}
  last = nil
  held = 0
  loop do
    page = list(client, query)
    return seen.to_a if page.empty?

    fresh = page.count { |conversation, _| seen.add?(conversation.id) }
    if fresh.positive?
      last = page.last[1]
      held = 0
      query = { date: tick_later(last) }
    elsif page.length > held
      held = page.length # more may share the timestamp than fit
      query[:limit] = 2 * held
    elsif query[:date] != last
      query = { date: last }
    else
      raise "the server keeps repeating what is around #{last}"
    end
  end
end

# Sends one message in two calls: the second repeats the first one's `local_id`.
def send_twice(client)
  message = Heymarket::MessageRequest.new(
    inbox_id: 2222, creator_id: 55, phone_number: '14155559001', text: 'Your table is ready.', local_id: 'table-2026-11-26'
  )
  Array.new(2) { Heymarket::MessagesApi.new(client).send_message(message).id }
end

# Creates a contact, finds it by its phone number, and deletes it.
def passing_contact(client)
  api = Heymarket::ContactsApi.new(client)
  request = Heymarket::ContactRequest.new(phone: '14155559002', first: 'Ada')
  made = api.create_contact(request)
  found = api.find_contact(Heymarket::ContactFindQuery.new(phone: request.phone))
  raise "found #{found.id}, made #{made.id}" unless found.id == made.id && found.first == 'Ada'

  api.delete_contact(found.id)
  found.id
end

def refusal(client, query = {})
  list(client, query)
  raise 'not refused'
rescue Heymarket::ApiError => e
  raise "no reason given: #{e.response_body}" unless JSON.parse(e.response_body)['message']

  e.code
end

vectors = JSON.parse(File.read(ENV.fetch('HEYMARKET_JWT_VECTORS')))['vectors']
vectors.each do |vector|
  token = sign(vector['secret_id'], vector['secret_key'], vector['iat'])
  raise "another token for #{vector['name']}" unless token == vector['token']
end
server = ENV.fetch('HEYMARKET_BASE_URL')
ids = list_all(connect(server))
puts ids
message_ids = send_twice(connect(server))
contact_id = passing_contact(connect(server))
bad_token = refusal(connect(server, -> { 'not.a.token' }))
bad_body = refusal(connect(server), { date: 'yesterday' })
limited = connect(ENV.fetch('HEYMARKET_LIMITED_URL'))
list(limited, {})
rate_limit = refusal(limited)
puts JSON.generate({ vectors: vectors.length, ids: ids, message_ids: message_ids, contact_id: contact_id,
                     bad_token: bad_token, bad_body: bad_body, rate_limit: rate_limit })
