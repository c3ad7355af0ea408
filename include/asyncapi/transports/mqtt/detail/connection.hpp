#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/detail/dialer.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/connection_owner.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/keep_alive.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/detail/paho_link.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>
#include <asyncapi/transports/mqtt/detail/receipts.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::destination;
using asyncapi::detail::dialer;

/// One connection to a broker: Paho speaks MQTT to a socket of this process, and this passes on
/// what it says, except for what Paho leaves no say in.
///
/// Acknowledgements of what the broker sent wait for the consumers, and pings are this side's; the
/// broker is not read while there is no room. Both sockets are this side's, so TCP_NODELAY, TLS,
/// the size of packets and the end of a silent connection are as well.
class connection final : public paho_user, public std::enable_shared_from_this<connection> {
public:
    connection(asio::any_io_executor executor, const client_options& options,
               std::weak_ptr<connection_owner> owner)
        : executor_{std::move(executor)},
          options_{options},
          owner_{std::move(owner)},
          from_broker_{max_packet_bytes(options.limits)},
          keep_alive_{options.times.keep_alive, options.time->now()} {}

    ~connection() { abort(); }

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
            self->paho_ = std::make_shared<paho_link>(self->executor_, self->options_, weak);
            const auto begun = self->paho_->start(self->client_id_, *self->with_);
            self->with_.reset();
            if (!begun) self->end(begun.error());
        });
    }

    bool is_open() const noexcept { return open_; }

    // What Paho does not take ends the connection, whose owner begins anew with the next.

    /// \return the packet's id where its quality of service has one; nothing: the connection ended
    std::optional<int> publish(const ::mqtt::const_message_ptr& message) {
        const auto id = paho_->client().publish(message);
        if (!id) broken("Paho does not take a message");
        return id;
    }
    /// \param identifier  MQTT 5: names the subscription in what it brings; 0: none
    void ask_for(const std::string& filter, std::uint64_t identifier) {
        asking_.push_back(filter);
        if (!paho_->client().subscribe(filter, options_.subscribe_qos, identifier))
            broken("Paho does not take a subscription");
    }
    void leave(const std::string& filter) {
        asking_.push_back(filter);
        if (!paho_->client().unsubscribe(filter))
            broken("Paho does not take the end of a subscription");
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
        broker_->when_flushed(completion{
            [self = shared_from_this()](error_code, std::size_t) { self->end(errc::closed); }});
    }

    void abort() {
        if (std::exchange(ended_, true)) return;
        open_ = false;
        owner_.reset();
        deadline_.reset();
        alarm_.reset();
        if (dialer_) dialer_->abort();
        if (broker_) broker_->close();
        if (paho_) paho_->close();
    }

private:
    void end(const error& why) {
        const auto owner = owner_.lock();
        const auto self = shared_from_this();
        abort();
        if (owner) owner->on_connection_end(why);
    }

    void broken(const char* what) { end({errc::protocol_error, what}); }

    // Paho's side.

    void on_paho_joined() override {
        broker_->on_progress([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->on_progress();
        });
        paho_->read();
        read_broker();
    }

    void on_paho_ready() override {
        paho_ready_ = true;
        open_up();
    }

    void on_paho_end(const error& why) override { end(why); }

    void on_paho_message(const ::mqtt::const_message_ptr& message) override {
        std::uint16_t id = 0;
        auto& back = message->get_qos() == 2 ? passed_twice_ : passed_;
        if (back.empty()) return broken("Paho brought a message that nobody sent");
        if (message->get_qos() == 1) id = back.front().id;
        on_their_way_bytes_ -= back.front().bytes;
        back.pop_front();
        if (const auto owner = owner_.lock()) owner->on_message(message, id);
        resume();
    }

    void on_paho_read() override {
        if (broker_->has_room()) return paho_->read();
        broker_->when_room(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            if (code) return self->end({code, "lost the broker"});
            self->paho_->read();
        }});
    }

    void on_paho_frame(const frame& said) override {
        static constexpr char pingresp[] = {'\xD0', 0};
        if (said.type == packet::puback || said.type == packet::disconnect) return;
        if (said.type == packet::pingreq) return paho_->send({pingresp, sizeof pingresp});
        if (said.type == packet::subscribe || said.type == packet::unsubscribe) on_question(said);
        send(said.whole);
        if (said.type == packet::publish && said.qos() == 0)
            leaving_.push_back(broker_->bytes_accepted());
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
        return owner && paho_->socket().has_room() &&
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
        paho_->socket().when_room(completion{[weak = weak_from_this()](error_code, std::size_t) {
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
                return paho_->send(said.whole);
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
        tell_paho_accepted(said.body.front());
        paho_threads::instance().wake();
        open_up();
    }

    // Without the broker's bounds, which are kept here: a message that comes before the answer
    // which made room for it has been read would wait for Paho's next look, after a second.
    void tell_paho_accepted(char flags) {
        const char five[] = {0x20, 3, flags, 0, 0};  // no properties
        const char three[] = {0x20, 2, flags, 0};
        paho_->send(options_.version == version::v5 ? std::string_view{five, sizeof five}
                                                    : std::string_view{three, sizeof three});
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
        paho_->send(said.whole);
    }

    // A PUBREC that accepts is followed by a PUBCOMP.
    void on_answer(const frame& said, bool last) {
        const auto read = read_answer(said.body);
        if (!read) return broken("the broker sent a broken answer");
        paho_->send(said.whole);
        if (!last && read->reason < 0x80) return;
        if (const auto owner = owner_.lock()) owner->on_published(*read);
    }

    void on_subscription_answer(const frame& said) {
        const auto read = read_subscription_answer(said.body, options_.version);
        if (!read) return broken("the broker sent a broken answer");
        paho_->send(said.whole);
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
    std::string client_id_;
    std::unique_ptr<::mqtt::connect_options> with_;
    std::shared_ptr<dialer> dialer_;
    std::shared_ptr<buffered_socket> broker_;
    std::shared_ptr<paho_link> paho_;
    frame_reader from_broker_;
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
    bool ended_ = false;
};

}  // namespace asyncapi::mqtt::detail
