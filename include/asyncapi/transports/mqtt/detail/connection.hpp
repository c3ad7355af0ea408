#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/detail/dialer.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/bridge.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/keep_alive.hpp>
#include <asyncapi/transports/mqtt/detail/own_socket.hpp>
#include <asyncapi/transports/mqtt/detail/paho_client.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>
#include <asyncapi/transports/mqtt/detail/receipts.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::buffered_socket;
using asyncapi::detail::completion;
using asyncapi::detail::destination;
using asyncapi::detail::dialer;
using boost::system::error_code;

/// Who uses a connection.
class connection_owner {
public:
    virtual void on_connection_open(const connack& said) = 0;
    /// Once, and nothing after it.
    virtual void on_connection_end(const error& why) = 0;
    /// \param packet_id  what to settle it with; 0: nothing waits for that
    virtual void on_message(const ::mqtt::const_message_ptr& message, std::uint16_t packet_id) = 0;
    /// So many messages without confirmation have left.
    virtual void on_flushed(std::size_t count) = 0;
    /// The broker answered a message.
    virtual void on_published(const answer& said) = 0;
    /// The broker answered `ask_for` and `leave`.
    virtual void on_subscribed(const std::string& filter, const answer& said) = 0;
    virtual void on_unsubscribed(const std::string& filter) = 0;
    /// Whether there is room for what the broker sends.
    virtual bool has_room(std::size_t on_their_way, std::size_t bytes) const = 0;

protected:
    ~connection_owner() = default;
};

/// One connection to a broker: Paho speaks MQTT to a socket of this process, and this passes on
/// what it says, except for what Paho leaves no say in.
///
/// Acknowledgements of what the broker sent wait for the consumers, and pings are this side's; the
/// broker is not read while there is no room. Both sockets are this side's, so TCP_NODELAY, TLS,
/// the size of packets and the end of a silent connection are as well.
class connection : public std::enable_shared_from_this<connection> {
public:
    using tcp = asio::ip::tcp;

    connection(asio::any_io_executor executor, const client_options& options,
               std::weak_ptr<connection_owner> owner)
        : executor_{std::move(executor)},
          options_{options},
          owner_{std::move(owner)},
          bridge_{std::make_shared<bridge>(executor_)},
          from_broker_{max_packet_bytes(options.limits)},
          from_paho_{2 * (options.limits.max_payload_bytes + options.limits.max_header_bytes) +
                     max_overhead},
          keep_alive_{options.times.keep_alive, options.time->now()} {}

    ~connection() { abort(); }

    /// Longest packet that is taken from a broker.
    static std::size_t max_packet_bytes(const client_limits& limits) {
        return limits.max_payload_bytes + limits.max_header_bytes + max_overhead;
    }

    /// \param with  what Paho is to ask the broker for
    void start(const destination& to, const std::string& client_id,
               std::unique_ptr<::mqtt::connect_options> with) {
        client_id_ = client_id;
        with_ = std::move(with);
        deadline_ = options_.time->call_at(
            executor_, options_.time->now() + options_.times.connect_timeout,
            [weak = weak_from_this()] {
                const auto self = weak.lock();
                if (self && !self->open_)
                    self->end(
                        {errc::timed_out, "the broker did not accept the connection in time"});
            });
        auto tls = options_.tls;
        dialer_ = std::make_shared<dialer>(executor_, to, std::move(tls));
        dialer_->start([weak = weak_from_this()](result<std::shared_ptr<buffered_socket>> made) {
            const auto self = weak.lock();
            if (!self) return;
            if (!made) return self->end(made.error());
            self->broker_ = *std::move(made);
            self->invite_paho();
        });
    }

    bool is_open() const noexcept { return open_; }
    const broker_offer& offer() const noexcept { return connack_.offer; }
    paho_client& paho() noexcept { return *paho_; }

    /// \param identifier  MQTT 5: names the subscription in what it brings; 0: none
    void ask_for(const std::string& filter, std::uint64_t identifier) {
        if (paho_->subscribe(filter, options_.subscribe_qos, identifier)) asking_.push_back(filter);
    }
    void leave(const std::string& filter) {
        if (paho_->unsubscribe(filter)) asking_.push_back(filter);
    }

    /// Acknowledges what may be acknowledged once this message is settled.
    void settle(std::uint16_t packet_id, bool acknowledged) {
        if (ended_) return;
        for (const auto id : receipts_.settle(packet_id, acknowledged)) {
            const char puback[] = {0x40, 2, static_cast<char>(id >> 8U),
                                   static_cast<char>(id & 0xFFU)};
            send({puback, sizeof puback});
        }
    }

    /// There may be room again.
    void resume() {
        if (!paused_ || !has_room()) return;
        paused_ = false;
        read_broker();
    }

    /// Says goodbye: the broker publishes no last will, and with MQTT 5 forgets the session if
    /// asked.
    void hang_up(bool forget_session) {
        if (ended_ || !open_) return end(errc::closed);
        static constexpr char forget[] = {'\xE0', 7, 0, 5, 0x11, 0, 0, 0, 0};
        static constexpr char leave[] = {'\xE0', 0};
        const bool five = options_.version == version::v5;
        send(forget_session && five ? std::string_view{forget, sizeof forget}
                                    : std::string_view{leave, sizeof leave});
        hanging_up_ = true;
        broker_->when_flushed(completion{
            [self = shared_from_this()](error_code, std::size_t) { self->end(errc::closed); }});
    }

    void abort() {
        if (std::exchange(ended_, true)) return;
        open_ = false;
        owner_.reset();
        deadline_.reset();
        alarm_.reset();
        bridge_->close();
        if (dialer_) dialer_->abort();
        error_code ignored;
        if (acceptor_) acceptor_->close(ignored);
        if (broker_) broker_->close();
        if (local_) local_->close();
        paho_.reset();
    }

private:
    // What a PUBLISH has besides payload and metadata: fixed header, topic, ids, small properties.
    static constexpr std::size_t max_overhead = 70'000;

    void end(const error& why) {
        const auto owner = owner_.lock();
        const auto self = shared_from_this();
        abort();
        if (owner) owner->on_connection_end(why);
    }

    void broken(const char* what) { end({errc::protocol_error, what}); }

    // Paho's side.

    void invite_paho() {
        error_code code;
        acceptor_.emplace(executor_);
        const tcp::endpoint here{asio::ip::address_v4::loopback(), 0};
        acceptor_->open(here.protocol(), code);
        if (!code) acceptor_->bind(here, code);
        if (!code) acceptor_->listen(1, code);
        const auto port = code ? tcp::endpoint{} : acceptor_->local_endpoint(code);
        if (code) return end({code, "the socket for Paho"});
        accept();
        bridge_->open([weak = weak_from_this()](std::vector<bridge::event> events) {
            for (auto& each : events) {
                const auto self = weak.lock();
                if (!self || self->ended_) return;
                self->on_paho(std::move(each));
            }
        });
        const auto uri = "tcp://127.0.0.1:" + std::to_string(port.port());
        paho_ = std::make_unique<paho_client>(uri, client_id_, options_.version, bridge_);
        if (!paho_->connect(*with_)) return end({errc::unsupported, "Paho cannot connect so"});
        with_.reset();
    }

    void accept() {
        acceptor_->async_accept(local_socket_,
                                completion{[weak = weak_from_this()](error_code code, std::size_t) {
                                    const auto self = weak.lock();
                                    if (!self || self->ended_) return;
                                    if (code) return self->end({code, "the socket for Paho"});
                                    self->on_accept();
                                }});
    }

    void on_accept() {
        error_code code;
        const auto peer = local_socket_.remote_endpoint(code);
        if (code || !adopt_own_socket(peer)) {
            local_socket_.close(code);
            return accept();
        }
        acceptor_->close(code);
        paho_threads::instance().wake();
        local_socket_.set_option(tcp::no_delay{true}, code);
        local_ = std::make_shared<buffered_socket>(
            std::make_unique<asyncapi::detail::plain_socket>(std::move(local_socket_)));
        broker_->on_progress([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->on_progress();
        });
        read_paho();
        read_broker();
    }

    void on_paho(bridge::event happened) {
        using kind = bridge::event::kind;
        switch (happened.what) {
            case kind::accepted:
                paho_ready_ = true;
                return open_up();
            case kind::failed:
                return end({errc::protocol_error, "Paho gave the connection up"});
            case kind::message:
                return deliver(happened.message);
        }
    }

    void deliver(const ::mqtt::const_message_ptr& message) {
        std::uint16_t id = 0;
        auto& back = message->get_qos() == 2 ? passed_twice_ : passed_;
        if (back.empty()) return broken("Paho brought a message that nobody sent");
        if (message->get_qos() == 1) id = back.front().id;
        on_their_way_bytes_ -= back.front().bytes;
        back.pop_front();
        if (const auto owner = owner_.lock()) owner->on_message(message, id);
        resume();
    }

    void read_paho() {
        local_->fill(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            if (code) return self->end({code, "Paho closed the connection"});
            self->pass_to_broker();
        }});
    }

    void pass_to_broker() {
        const auto input = local_->input();
        const auto fed = from_paho_.feed(input, [this](const frame& each) {
            on_paho_frame(each);
            return !ended_;
        });
        if (ended_) return;
        if (!fed) return end(fed.error());
        local_->consume(input.size());
        if (broker_->has_room()) return read_paho();
        broker_->when_room(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            if (code) return self->end({code, "lost the broker"});
            self->read_paho();
        }});
    }

    void on_paho_frame(const frame& said) {
        switch (said.type) {
            case packet::puback:
            case packet::disconnect:
                return;
            case packet::pingreq: {
                static constexpr char pingresp[] = {'\xD0', 0};
                return local_->send({pingresp, sizeof pingresp});
            }
            case packet::publish:
                send(said.whole);
                if (said.qos() == 0) leaving_.push_back(broker_->bytes_accepted());
                return;
            case packet::subscribe:
            case packet::unsubscribe:
                on_question(said);
                return send(said.whole);
            default:
                return send(said.whole);
        }
    }

    // Paho does not tell the packet ids of subscriptions before they are answered.
    void on_question(const frame& said) {
        auto body = said.body;
        const auto id = take_u16(body);
        if (!id || asking_.empty()) return;
        asked_.insert_or_assign(*id, std::move(asking_.front()));
        asking_.pop_front();
    }

    // The broker's side.

    void send(std::string_view bytes) {
        keep_alive_.on_sent(options_.time->now());
        broker_->send(bytes);
    }

    void on_progress() {
        std::size_t count = 0;
        for (; !leaving_.empty() && leaving_.front() <= broker_->bytes_sent(); ++count)
            leaving_.pop_front();
        if (count == 0) return;
        if (const auto owner = owner_.lock()) owner->on_flushed(count);
    }

    bool has_room() const {
        const auto owner = owner_.lock();
        return owner && local_->has_room() &&
               owner->has_room(passed_.size() + passed_twice_.size(), on_their_way_bytes_);
    }

    void read_broker() {
        broker_->fill(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            if (code) return self->end({code, "lost the broker"});
            self->pass_to_paho();
        }});
    }

    void pass_to_paho() {
        const auto self = shared_from_this();
        keep_alive_.on_received(options_.time->now());
        const auto input = broker_->input();
        const auto fed = from_broker_.feed(input, [this](const frame& each) {
            on_broker_frame(each);
            return !ended_;
        });
        if (ended_) return;
        if (!fed) return end(fed.error());
        broker_->consume(input.size());
        if (has_room()) return read_broker();
        paused_ = true;
        local_->when_room(completion{[weak = weak_from_this()](error_code, std::size_t) {
            const auto alive = weak.lock();
            if (alive && !alive->ended_) alive->resume();
        }});
    }

    void on_broker_frame(const frame& said) {
        if (!connack_read_) {
            return said.type == packet::connack ? on_connack(said)
                                                : broken("the broker did not begin with CONNACK");
        }
        switch (said.type) {
            case packet::publish:
                return on_publish(said);
            case packet::pingresp:
                return;
            case packet::puback:
            case packet::pubcomp:
                return on_answer(said, true);
            case packet::pubrec:
                return on_answer(said, false);
            case packet::suback:
            case packet::unsuback:
                return on_subscription_answer(said);
            case packet::pubrel:
                return local_->send(said.whole);
            case packet::disconnect:
                return on_disconnect(said);
            default:
                return broken("the broker sent what only clients send");
        }
    }

    void on_connack(const frame& said) {
        auto read = read_connack(said.body, options_.version);
        if (!read) return broken("the broker sent a broken CONNACK");
        connack_ = *std::move(read);
        if (connack_.reason != 0)
            return end(refusal(connack_.reason, "the connection", connack_.why));
        connack_read_ = true;
        local_->send(said.whole);
        paho_threads::instance().wake();
        open_up();
    }

    void open_up() {
        if (!connack_read_ || !paho_ready_ || open_) return;
        open_ = true;
        deadline_.reset();
        if (connack_.offer.keep_alive)
            keep_alive_ = detail::keep_alive{*connack_.offer.keep_alive, options_.time->now()};
        watch();
        if (const auto owner = owner_.lock()) owner->on_connection_open(connack_);
    }

    void on_publish(const frame& said) {
        const auto id = publish_id(said, options_.version);
        if (!id) return broken("the broker sent a broken PUBLISH");
        if (said.qos() == 1) receipts_.on_received(*id);
        (said.qos() == 2 ? passed_twice_ : passed_).push_back({*id, said.whole.size()});
        on_their_way_bytes_ += said.whole.size();
        local_->send(said.whole);
    }

    // A PUBREC that accepts is followed by a PUBCOMP.
    void on_answer(const frame& said, bool last) {
        const auto read = read_answer(said.body);
        if (!read) return broken("the broker sent a broken answer");
        local_->send(said.whole);
        if (!last && read->reason < 0x80) return;
        if (const auto owner = owner_.lock()) owner->on_published(*read);
    }

    void on_subscription_answer(const frame& said) {
        const auto read = read_subscription_answer(said.body, options_.version);
        if (!read) return broken("the broker sent a broken answer");
        local_->send(said.whole);
        const auto asked = asked_.extract(read->id);
        const auto owner = owner_.lock();
        if (!asked || !owner) return;
        if (said.type == packet::suback) {
            owner->on_subscribed(asked.mapped(), *read);
        } else {
            owner->on_unsubscribed(asked.mapped());
        }
    }

    void on_disconnect(const frame& said) {
        const auto read = read_disconnect(said.body);
        if (!read) return broken("the broker sent a broken DISCONNECT");
        end(read->reason == 0 ? error{errc::not_connected, "the broker disconnected"}
                              : refusal(read->reason, "the broker disconnected", read->why));
    }

    void watch() {
        if (keep_alive_.off()) return;
        alarm_ = options_.time->call_at(executor_, keep_alive_.next(), [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            using action = detail::keep_alive::action;
            const auto what = self->keep_alive_.step(self->options_.time->now(), !self->paused_);
            if (what == action::give_up)
                return self->end({errc::timed_out, "the broker does not answer"});
            if (what == action::ping) {
                static constexpr char pingreq[] = {'\xC0', 0};
                self->broker_->send({pingreq, sizeof pingreq});
            }
            self->watch();
        });
    }

    struct passed {
        std::uint16_t id;
        std::size_t bytes;
    };

    const asio::any_io_executor executor_;
    const client_options& options_;  // of the owner, who outlives this
    std::weak_ptr<connection_owner> owner_;
    const std::shared_ptr<bridge> bridge_;
    std::string client_id_;
    std::unique_ptr<::mqtt::connect_options> with_;
    std::shared_ptr<dialer> dialer_;
    std::optional<tcp::acceptor> acceptor_;
    tcp::socket local_socket_{executor_};
    std::shared_ptr<buffered_socket> broker_;
    std::shared_ptr<buffered_socket> local_;
    std::unique_ptr<paho_client> paho_;
    frame_reader from_broker_;
    frame_reader from_paho_;
    detail::keep_alive keep_alive_;
    receipts receipts_;
    connack connack_;
    std::deque<passed> passed_;        // to Paho, not back yet
    std::deque<passed> passed_twice_;  // the same at quality of service 2
    std::size_t on_their_way_bytes_ = 0;
    std::deque<std::string> asking_;  // filters, on their way from Paho
    std::unordered_map<std::uint16_t, std::string> asked_;
    std::deque<std::uint64_t> leaving_;  // ends of messages without confirmation, in bytes sent
    time_source::ticket deadline_;
    time_source::ticket alarm_;
    bool connack_read_ = false;
    bool paho_ready_ = false;
    bool open_ = false;
    bool paused_ = false;
    bool hanging_up_ = false;
    bool ended_ = false;
};

}  // namespace asyncapi::mqtt::detail
