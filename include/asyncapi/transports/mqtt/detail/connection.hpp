#pragma once

#include <asyncapi/transports/mqtt/detail/acknowledgements.hpp>
#include <asyncapi/transports/mqtt/detail/aliased_packets.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/broker_link.hpp>
#include <asyncapi/transports/mqtt/detail/connection_owner.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/keep_alive.hpp>
#include <asyncapi/transports/mqtt/detail/paho_connect.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/questions.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>
#include <asyncapi/transports/mqtt/detail/takeovers.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

/// One connection to a broker.
///
/// Paho says what a client connects with, CONNECT. All that follows goes past it.
class connection final : public broker_user, public std::enable_shared_from_this<connection> {
public:
    /// \param taken_over  of the session, which outlives this
    connection(asio::any_io_executor executor, const client_options& options, takeovers& taken_over,
               std::weak_ptr<connection_owner> owner)
        : executor_{std::move(executor)},
          options_{options},
          owner_{std::move(owner)},
          acknowledgements_{taken_over},
          questions_{options.subscribe_qos, options.version},
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
        broker_ = std::make_shared<broker_link>(executor_, options_, weak_from_this());
        broker_->start(to, options_.tls);
    }

    /// Whether something can be sent: the broker has accepted the connection, and heard no goodbye.
    bool is_open() const noexcept { return open_; }

    /// \return whether a message can be sent now; if not, the owner is told when it can
    bool writable() {
        // Messages do not overtake subscriptions: the answer to one may come at once.
        return !questions_.waiting() && broker_->writable();
    }
    void publish(const publish_packet& message) {
        send(messages_.bytes_of(message));
        if (message.qos() == 0) broker_->expect_no_answer();
    }
    /// QoS 2: the broker is to forget the id.
    void release(std::uint16_t packet_id) { send(answer_packet(0x62, packet_id)); }

    /// \param identifier  as `subscribe_packet` has it
    void ask_for(const std::string& filter, std::uint64_t identifier) {
        ask({filter, identifier, true});
    }
    void leave(const std::string& filter) {
        ++leaving_;
        ask({filter, 0, false});
    }

    /// Acknowledges what may be acknowledged once this message is settled. What is given back as a
    /// subscription ends is held back until the broker knows of the end: a program that leaves
    /// before finds it there when it returns.
    void settle(std::uint16_t packet_id, bool acknowledged) {
        if (!open_) return;
        const auto packets = acknowledgements_.settle(packet_id, acknowledged || leaving_ == 0);
        if (!packets.empty()) send(packets);
    }

    /// Acknowledges what was given back, once the broker knows of each end of a subscription.
    ///
    /// \return how many messages that were
    std::size_t give_up_unwanted() {
        if (!open_ || leaving_ > 0) return 0;
        const auto made = acknowledgements_.give_up();
        if (!made.packets.empty()) send(made.packets);
        return made.messages;
    }

    void ping() {
        static constexpr char pingreq[] = {'\xC0', 0};
        send({pingreq, sizeof pingreq});
    }

    /// A consumer took a message.
    void on_room() { broker_->on_room(); }
    /// There may be room for what the broker sends, or a reason to make some.
    void resume() {
        if (open_) broker_->resume();
    }

    /// Says goodbye: the broker publishes no last will, and with MQTT 5 forgets the session if
    /// asked. It has read that when it closes the connection; until then this does not, because
    /// what is written to a closed socket can undo what was read from it.
    void hang_up(bool forget_session) {
        if (ended_ || !open_) return end(errc::closed);
        static constexpr char forget[] = {'\xE0', 7, 0, 5, 0x11, 0, 0, 0, 0};
        static constexpr char leave[] = {'\xE0', 0};
        const bool five = options_.version == version::v5;
        send(forget_session && five ? std::string_view{forget, sizeof forget}
                                    : std::string_view{leave, sizeof leave});
        open_ = false;
        alarm_ =
            options_.time->call_at(executor_, options_.time->now() + options_.times.close_timeout,
                                   [weak = weak_from_this()] {
                                       if (const auto self = weak.lock()) self->end(errc::closed);
                                   });
        broker_->await_end();
    }

    void abort() {
        if (std::exchange(ended_, true)) return;
        open_ = false;
        owner_.reset();
        deadline_.reset();
        alarm_.reset();
        if (broker_) broker_->close();
        if (paho_) paho_->close();
    }

private:
    void end(const error& why, loss what = loss::unrelated) {
        const auto owner = owner_.lock();
        const auto self = shared_from_this();
        abort();
        if (owner) owner->on_connection_end(why, what);
    }

    void broken(const char* what) { end({errc::protocol_error, what}); }

    void ask(questions::question what) {
        if (const auto packet = questions_.ask(std::move(what))) send(*packet);
    }

    void send(std::string_view bytes) {
        keep_alive_.on_sent(options_.time->now());
        broker_->send(bytes);
    }

    void on_broker_reached() override {
        paho_ = std::make_shared<paho_connect>(executor_, options_);
        const auto begun = paho_->start(client_id_, *with_,
                                        [weak = weak_from_this()](result<std::string_view> packet) {
                                            if (const auto self = weak.lock())
                                                self->on_connect_made(packet);
                                        });
        with_.reset();
        if (!begun) end(begun.error());
    }

    void on_connect_made(const result<std::string_view>& packet) {
        if (!packet) return end(packet.error());
        send(*packet);
        paho_.reset();
        broker_->read();
    }

    void on_broker_end(const error& why, loss what) override { end(why, what); }
    void on_broker_heard() override { keep_alive_.on_received(options_.time->now()); }

    void on_broker_flushed(std::size_t count) override {
        if (const auto owner = owner_.lock()) owner->on_flushed(count);
    }
    void on_broker_writable() override {
        if (const auto owner = owner_.lock()) owner->on_writable();
    }
    bool has_room() const override {
        const auto owner = owner_.lock();
        return owner && owner->has_room();
    }
    bool awaits_answer() const override {
        const auto owner = owner_.lock();
        return owner && owner->awaits_answer();
    }

    void on_broker_frame(const frame& said) override {
        if (!connack_read_) {
            return said.type == packet::connack ? on_connack(said)
                                                : broken("the broker did not begin with CONNACK");
        }
        switch (said.type) {
            case packet::publish:
                return on_publish(said);
            case packet::pingresp:
                return on_ping_answered();
            case packet::puback:
            case packet::pubcomp:
            case packet::pubrec:
                return on_answer(said);
            case packet::suback:
            case packet::unsuback:
                return on_subscription_answer(said);
            case packet::pubrel:
                return on_release(said);
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
        open_up();
    }

    void open_up() {
        open_ = true;
        deadline_.reset();
        if (connack_.offer.keep_alive)
            keep_alive_ = detail::keep_alive{*connack_.offer.keep_alive, options_.time->now()};
        messages_.allow(connack_.offer, options_.limits.max_topic_aliases);
        watch();
        acknowledgements_.on_open(connack_.session_present);
        if (const auto owner = owner_.lock()) owner->on_connection_open(connack_);
    }

    void on_publish(const frame& said) {
        const auto read = read_publish(said, options_.version);
        if (!read) return broken("the broker sent a broken PUBLISH");
        if (const auto again = acknowledgements_.on_received(*read)) return send(*again);
        if (const auto owner = owner_.lock()) owner->on_message(*read);
    }

    void on_release(const frame& said) {
        const auto read = read_answer(said.body);
        if (!read) return broken("the broker sent a broken answer");
        send(acknowledgements_.on_release(read->id));
    }

    void on_answer(const frame& said) {
        const auto read = read_answer(said.body);
        if (!read) return broken("the broker sent a broken answer");
        const auto owner = owner_.lock();
        if (!owner) return;
        // Whatever the reason: of one that is not found nothing is left either.
        if (said.type == packet::pubcomp) return owner->on_completed(read->id);
        if (said.type == packet::puback || read->reason >= 0x80) return owner->on_published(*read);
        owner->on_taken(read->id);
        release(read->id);
    }

    void on_subscription_answer(const frame& said) {
        const auto read = read_subscription_answer(said.body, options_.version);
        if (!read) return broken("the broker sent a broken answer");
        const bool waited = questions_.waiting();
        const auto answered = questions_.on_answer(read->id);
        const auto owner = owner_.lock();
        if (!answered || !owner) return;
        if (answered->next) send(*answered->next);
        if (said.type == packet::suback) {
            owner->on_subscribed(answered->filter, *read);
        } else {
            --leaving_;
            owner->on_unsubscribed(answered->filter);
        }
        if (waited && !questions_.waiting() && !ended_) owner->on_writable();
    }

    void on_ping_answered() {
        if (const auto owner = owner_.lock()) owner->on_ping_answered();
    }

    void on_disconnect(const frame& said) {
        const auto read = read_disconnect(said.body);
        if (!read) return broken("the broker sent a broken DISCONNECT");
        end(read->reason == 0 ? error{errc::not_connected, "the broker disconnected"}
                              : refusal(read->reason, "the broker disconnected", read->why),
            loss_of_reason(read->reason));
    }

    void watch() {
        if (keep_alive_.off()) return;
        alarm_ = options_.time->call_at(executor_, keep_alive_.next(), [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            using action = detail::keep_alive::action;
            const auto what =
                self->keep_alive_.step(self->options_.time->now(), !self->broker_->paused());
            if (what == action::give_up)
                return self->end({errc::timed_out, "the broker does not answer"});
            if (what == action::ping) self->ping();
            self->watch();
        });
    }

    const asio::any_io_executor executor_;
    const client_options& options_;  // of the owner, who outlives this
    std::weak_ptr<connection_owner> owner_;
    std::string client_id_;
    std::unique_ptr<::mqtt::connect_options> with_;
    std::shared_ptr<broker_link> broker_;
    std::shared_ptr<paho_connect> paho_;
    acknowledgements acknowledgements_;
    questions questions_;
    std::size_t leaving_ = 0;  // filters of which the broker does not know so yet
    detail::keep_alive keep_alive_;
    connack connack_;
    aliased_packets messages_;
    time_source::ticket deadline_;
    time_source::ticket alarm_;
    bool connack_read_ = false;
    bool open_ = false;
    bool ended_ = false;
};

}  // namespace asyncapi::mqtt::detail
