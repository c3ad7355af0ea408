#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::mqtt {

using asyncapi::backoff_options;
using asyncapi::connection_state;
using asyncapi::tls_options;

enum class version { v3_1_1, v5 };

/// MQTT's quality of service.
///
/// \see MQTT 5 section 4.3
enum class qos : std::uint8_t {
    at_most_once = 0,
    at_least_once = 1,
    exactly_once = 2,  ///< while the broker keeps the session and the program runs
};

/// How metadata travel.
enum class mode {
    /// With MQTT 5 as properties; with 3.1.1 in the envelope that WebSocket has, before the
    /// payload.
    metadata,
    bare,  ///< not at all: the payload only, for peers that know nothing of this library
};

/// Who connects. \see MQTT 5 sections 3.1.3.5 and 3.1.3.6
struct login {
    std::string user_name;
    std::string password;  ///< a token where the broker takes one
};

/// What the broker publishes when the connection is lost without a word.
///
/// \see MQTT 5 section 3.1.2.5
struct last_will {
    std::string address;
    std::string payload;
    asyncapi::metadata metadata = {};
    mqtt::qos qos = mqtt::qos::at_least_once;
    bool retain = false;
    std::chrono::seconds delay{0};  ///< MQTT 5: how long the broker waits for a return
};

/// How messages are sent to some addresses; the first that matches counts.
struct sending {
    std::string filter;            ///< an address, with parameters and wildcards if need be
    std::optional<mqtt::qos> qos;  ///< else `client_options::publish_qos`
    bool retain = false;           ///< the broker keeps the last one for later subscribers
    std::optional<std::chrono::seconds> expires_in = {};  ///< MQTT 5
};

/// What messages of a name are sent with, where their sender does not say it.
struct message_defaults {
    std::string name;  ///< as `metadata::message_name`
    std::string reply_address = {};
    std::string content_type = {};
};

/// Bounds of one client. Every queue has one in messages and one in bytes.
struct client_limits {
    std::size_t max_payload_bytes = std::size_t{1} << 20U;  ///< in both directions
    std::size_t max_header_bytes = 8 * 1024;  ///< metadata of a message, in both directions

    /// Outbound, also while there is no connection: waiting, or sent and not confirmed.
    std::size_t max_queued_messages = 4096;
    std::size_t max_queued_bytes = std::size_t{8} << 20U;

    /// Of these, sent and not confirmed. A broker can want less (Receive Maximum).
    std::size_t window_messages = 1000;

    /// Inbound: arrived, while its consumer has `prefetch` unsettled. Beyond this the connection is
    /// not read; while an answer of the broker or a reply is awaited, beyond four times as much.
    /// Also the Receive Maximum that the broker is told.
    std::size_t max_held_messages = 256;
    std::size_t max_held_bytes = std::size_t{2} << 20U;

    /// Topics that are sent as a number once the broker knows them, MQTT 5: those sent last. A
    /// broker can want fewer (Topic Alias Maximum), or none. 0: none.
    std::uint16_t max_topic_aliases = 64;
};

struct client_times {
    /// From the first byte of TCP until the broker accepts the connection, TLS included.
    std::chrono::milliseconds connect_timeout{10'000};
    /// A connection that was silent for 1.5 times this is given up. 1 s to 65,535 s; 0: never.
    std::chrono::seconds keep_alive{30};
    /// How long the connection may stay unread, while an answer is awaited and no consumer takes a
    /// message: then it is given up, and the broker sends again what was not acknowledged.
    std::chrono::milliseconds stall_timeout{30'000};
    /// How long closing may take, with what is queued still going out.
    std::chrono::milliseconds close_timeout{5'000};
    /// How long the executor's loop looks for more without sleeping, after something came or went:
    /// what comes is dealt with sooner, for a processor that is busy meanwhile. 0: it sleeps at
    /// once.
    std::chrono::microseconds busy_poll{0};
};

/// When a message is given up because the broker ends the connection for it, and would each time
/// that it is sent again.
///
/// It is looked for once `losses` connections ended for nothing: what was unanswered is sent one
/// message at a time, the first over each connection after `quiet`. It is given up once it was the
/// first and the only one under way when the broker ended `attempts` connections in a row, each at
/// once, that is within a quarter of `quiet`. A broker that dies does so at other times as well,
/// and is away then: an end in the quiet, one for the broker's own reasons, or a node that cannot
/// be reached again, and the count begins anew.
struct poison_options {
    /// Connections in a row that the broker accepted, got messages over and ended without an answer
    /// to one of them. 0: messages are never given up.
    std::size_t losses = 3;
    std::size_t attempts = 3;
    std::chrono::milliseconds quiet{2'000};  ///< nothing is under way, and a ping is answered
};

/// \see client
struct client_options {
    std::string url = {};  ///< `mqtt://host:port`, or `mqtts://...` with TLS
    /// Of the other nodes of a cluster: when a connection is lost, or is not made, the next of all
    /// is tried, in a circle that begins with `url`.
    std::vector<std::string> other_urls = {};
    /// What the broker knows this client by; empty: a random one, whose session ends with it.
    std::string client_id = {};
    mqtt::version version = mqtt::version::v5;
    mqtt::mode mode = mqtt::mode::metadata;

    /// How long the broker keeps the session, with its subscriptions and what arrives for them, of
    /// a client that is away. With 3.1.1 it is for ever, or, without a `client_id` or with
    /// `clean_start`, not at all.
    std::chrono::seconds session_expiry{300};
    /// Begin without what the broker still has of this `client_id`. With 3.1.1 each connection
    /// does, and what is not acknowledged ends with it.
    bool clean_start = false;

    mqtt::qos publish_qos = mqtt::qos::at_least_once;
    /// Above at most once, a message is acknowledged to the broker when its consumers have
    /// acknowledged it.
    mqtt::qos subscribe_qos = mqtt::qos::at_least_once;
    /// Subscribe with no more, whatever a document says of the operations that receive.
    mqtt::qos max_subscribe_qos = mqtt::qos::exactly_once;
    std::vector<sending> send = {};  ///< exceptions by address
    std::vector<message_defaults> messages = {};
    /// Addresses, with parameters and wildcards if need be, whose messages are bare in both
    /// directions, whatever `mode` is.
    std::vector<std::string> bare = {};

    mqtt::login login = {};
    /// Asked for each connection, in the place of `login`: for tokens that do not last. Must not
    /// throw.
    std::function<result<mqtt::login>()> renew_login = {};
    std::optional<last_will> will = {};

    /// 3.1.1 has no shared subscriptions; some brokers offer them all the same. MQTT 5 brokers say
    /// themselves whether they do.
    bool shared_subscriptions = false;
    bool reconnect = true;  ///< if not, the first lost connection closes the transport

    client_limits limits = {};
    client_times times = {};
    poison_options poison = {};
    backoff_options backoff = {};
    tls_options tls = {};
    std::shared_ptr<time_source> time = system_time::instance();

    /// The state changed; `why` is empty when that was expected. Must not throw.
    std::function<void(connection_state, const error* why)> on_state = {};
    /// The broker refused a message or a subscription, or ends the connection for a message;
    /// `address` is which. It is not sent again. Also when it delivers at a lower quality of
    /// service than `subscribe_qos`: such a subscription goes on. Must not throw.
    std::function<void(const error& why, std::string_view address)> on_refused = {};
};

/// Since the client was made.
struct client_statistics {
    std::uint64_t connections = 0;   ///< that the broker accepted
    std::uint64_t published = 0;     ///< accepted by `try_publish`
    std::uint64_t sent_again = 0;    ///< after a reconnection
    std::uint64_t acknowledged = 0;  ///< by the broker
    std::uint64_t refused = 0;       ///< by the broker: will not be sent again
    std::uint64_t downgraded = 0;    ///< subscriptions that get less than `subscribe_qos`
    std::uint64_t given_up = 0;      ///< the broker ends the connection for it: `poison_options`
    std::uint64_t expired = 0;       ///< too old before they could be sent
    std::uint64_t lost = 0;      ///< accepted, and given up when the connection or the client ended
    std::uint64_t received = 0;  ///< messages, not deliveries
    std::uint64_t repeated = 0;  ///< of these, marked by the broker as sent before
    std::uint64_t copies = 0;    ///< of these, left out: another subscription had brought them
    /// Of these, they had more metadata than `max_header_bytes`: confirmed, and not delivered.
    std::uint64_t too_large = 0;
    std::uint64_t unrouted = 0;         ///< of these, no subscription matched, or it ended before
    std::uint64_t protocol_errors = 0;  ///< connections ended for what the broker sent
};

}  // namespace asyncapi::mqtt
