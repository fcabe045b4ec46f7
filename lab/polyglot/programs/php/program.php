<?php

// Signs the vectors, lists all conversations, writes, and gets refused in three ways.

declare(strict_types=1);

use GuzzleHttp\HandlerStack;
use GuzzleHttp\Middleware;
use Heymarket\Api\ContactsApi;
use Heymarket\Api\ConversationsApi;
use Heymarket\Api\MessagesApi;
use Heymarket\ApiException;
use Heymarket\Configuration;
use Heymarket\Model\ContactFindQuery;
use Heymarket\Model\ContactRequest;
use Heymarket\Model\ConversationQuery;
use Heymarket\Model\ErrorBody;
use Heymarket\Model\MessageRequest;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\ResponseInterface;

error_reporting(E_ALL);
set_error_handler(function (int $severity, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $severity, $file, $line);
});
require 'GuzzleHttp/autoload.php'; // Debian's; with Composer, vendor/autoload.php loads both
spl_autoload_register(function (string $class): void {
    $path = __DIR__ . '/heymarket/lib/' . str_replace(['Heymarket\\', '\\'], ['', '/'], $class) . '.php';
    if (str_starts_with($class, 'Heymarket\\') && is_file($path)) {
        require $path;
    }
});

function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}

function base64(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function sign(string $id, string $key, int $iat): string
{
    $parts = [['alg' => 'HS256', 'typ' => 'JWT'], ['iss' => $id, 'iat' => $iat]];
    $text = implode('.', array_map(fn ($part) => base64(json_encode($part, JSON_UNESCAPED_SLASHES)), $parts));
    return $text . '.' . base64(hash_hmac('sha256', $text, "$id||$key", true));
}

/** Moves a timestamp by one tick of its last digit, so that a page overlaps the one before. */
function tickLater(string $timestamp): string
{
    $pattern = '/^(.+:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/';
    if (!preg_match($pattern, $timestamp, $parts, PREG_UNMATCHED_AS_NULL)) {
        throw new RuntimeException("not an RFC 3339 timestamp: $timestamp");
    }
    [, $seconds, $digits, $zone] = $parts;
    $ticks = (string) ((int) "1$digits" + 1); // the 1 keeps leading zeros, and becomes 2 when a second is full
    $carried = (new DateTimeImmutable($seconds . $zone))->setTimezone(new DateTimeZone('UTC'));
    $carried = $carried->modify($ticks[0] === '2' ? '+1 second' : '+0 seconds');
    return $carried->format('Y-m-d\TH:i:s') . ($digits === null ? '' : '.') . substr($ticks, 1) . 'Z';
}

final class Client
{
    public readonly ConversationsApi $api;
    public readonly MessagesApi $messages;
    public readonly ContactsApi $contacts;
    private string $received = '';

    public function __construct(string $url, private readonly ?string $token = null)
    {
        $stack = HandlerStack::create();
        $stack->push(Middleware::mapRequest(fn (RequestInterface $request) =>
            $request->withHeader('Authorization', 'Bearer ' . ($this->token ?? self::signed()))));
        $stack->push(Middleware::mapResponse(function (ResponseInterface $response) {
            $this->received = (string) $response->getBody();
            $response->getBody()->rewind();
            return $response;
        }));
        $config = (new Configuration())->setHost($url);
        $http = new GuzzleHttp\Client(['handler' => $stack]);
        $this->api = new ConversationsApi($http, $config);
        $this->messages = new MessagesApi($http, $config);
        $this->contacts = new ContactsApi($http, $config);
    }

    private static function signed(): string
    {
        return sign(env('HEYMARKET_API_SECRET_ID'), env('HEYMARKET_API_SECRET_KEY'), time());
    }

    /** Returns pairs of an id and the text of its timestamp, of which a DateTime keeps six digits. */
    public function list(array $query): array
    {
        $page = $this->api->listConversations(new ConversationQuery($query));
        $texts = array_column(json_decode($this->received, true), 'updated', 'id');
        return array_map(function ($conversation) use ($texts) {
            $text = $texts[$conversation->getId()];
            if ($conversation->getUpdated()->getTimestamp() !== strtotime($text)) {
                throw new RuntimeException("another timestamp than $text");
            }
            return [$conversation->getId(), $text];
        }, $page);
    }

    public function listAll(): array
    {
        [$seen, $query, $last, $held] = [[], [], null, 0];
        while ($page = $this->list($query)) {
            $fresh = array_filter($page, fn ($pair) => !isset($seen[$pair[0]]));
            foreach ($fresh as [$id]) {
                $seen[$id] = true;
            }
            if ($fresh) {
                [$last, $held] = [end($page)[1], 0];
                $query = ['date' => tickLater($last)];
            } elseif (count($page) > $held) {
                $held = count($page); // more may share the timestamp than fit
                $query['limit'] = 2 * $held;
            } elseif ($query['date'] !== $last) {
                $query = ['date' => $last];
            } else {
                throw new RuntimeException("the server keeps repeating what is around $last");
            }
        }
        return array_keys($seen);
    }

    /** Sends one message in two calls: the second repeats the first one's `local_id`. */
    public function sendTwice(): array
    {
        $message = new MessageRequest([
            'inbox_id' => 2222,
            'creator_id' => 55,
            'phone_number' => '14155559001',
            'text' => 'Your table is ready.',
            'local_id' => 'table-2026-11-26',
        ]);
        return array_map(fn () => $this->messages->sendMessage($message)->getId(), [1, 2]);
    }

    /** Creates a contact, finds it by its phone number, and deletes it. */
    public function passingContact(): int
    {
        $made = $this->contacts->createContact(new ContactRequest(['phone' => '14155559002', 'first' => 'Ada']));
        $found = $this->contacts->findContact(new ContactFindQuery(['phone' => '14155559002']));
        if ($found->getId() !== $made->getId() || $found->getFirst() !== 'Ada') {
            throw new RuntimeException("found {$found->getId()}, made {$made->getId()}");
        }
        $this->contacts->deleteContact($found->getId());
        return $found->getId();
    }

    public function refusal(array $query = []): int
    {
        try {
            $this->list($query);
        } catch (ApiException $error) {
            $body = $error->getResponseObject();
            if (!$body instanceof ErrorBody || !$body->getMessage()) {
                throw new RuntimeException("no reason given: {$error->getMessage()}");
            }
            return $error->getCode();
        }
        throw new RuntimeException('not refused');
    }
}

$vectors = json_decode(file_get_contents(env('HEYMARKET_JWT_VECTORS')), true)['vectors'];
foreach ($vectors as $vector) {
    if (sign($vector['secret_id'], $vector['secret_key'], $vector['iat']) !== $vector['token']) {
        throw new RuntimeException("another token for {$vector['name']}");
    }
}
$server = env('HEYMARKET_BASE_URL');
$ids = (new Client($server))->listAll();
echo implode("\n", $ids), "\n";
$message_ids = (new Client($server))->sendTwice();
$contact_id = (new Client($server))->passingContact();
$bad_token = (new Client($server, 'not.a.token'))->refusal();
$bad_body = (new Client($server))->refusal(['date' => 'yesterday']);
$limited = new Client(env('HEYMARKET_LIMITED_URL'));
$limited->list([]);
$rate_limit = $limited->refusal();
$said = compact('ids', 'message_ids', 'contact_id', 'bad_token', 'bad_body', 'rate_limit');
echo json_encode(['vectors' => count($vectors)] + $said), "\n";
