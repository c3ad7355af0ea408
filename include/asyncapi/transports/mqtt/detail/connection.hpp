#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/detail/dialer.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/connection_owner.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/keep_alive.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/detail/packet_ids.hpp>
#include <asyncapi/transports/mqtt/detail/paho_link.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>
#include <asyncapi/transports/mqtt/detail/receipts.hpp>
#include <asyncapi/transports/mqtt/detail/subscription_packet.hpp>
#include <asyncapi/transports/mqtt/detail/takeovers.hpp>
#include <asyncapi/transports/mqtt/detail/topic_aliases.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::destination;
using asyncapi::detail::dialer;

/// One connection to a broker.
///
/// Paho connects: it speaks to a socket of this process, and this passes on what it says. Messages
/// and subscriptions go past it, and so do acknowledgements, which wait for the consumers, and
/// pings. The broker is not read while there is no room; when that is for good, because what the
/// room waits for is what is not read, the connection ends.
class connection final : public paho_user, public std::enable_shared_from_this<connection> {
public:
    /// \param taken_over  of the session, which outlives this
    connection(asio::any_io_executor executor, const client_options& options, takeovers& taken_over,
               std::weak_ptr<connection_owner> owner)
        : executor_{std::move(executor)},
          options_{options},
          taken_over_{taken_over},
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

    /// \return whether a message can be sent now; if not, the owner is told when it can
    bool writable() {
        // Messages do not overtake subscriptions: the answer to one may come at once.
        if (!unasked_.empty()) return false;
        if (broker_->has_room()) return true;
        if (std::exchange(waits_for_room_, true)) return false;
        broker_->when_room(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            if (code) return self->end({code, "lost the broker"}, loss_of(code));
            self->waits_for_room_ = false;
            if (const auto owner = self->owner_.lock()) owner->on_writable();
        }});
        return false;
    }
    void publish(const publish_packet& message) {
        if (const auto alias = alias_for(message)) {
            aliased_.clear();
            message.append_aliased(aliased_, *alias);
            send(aliased_);
        } else {
            send(message.bytes());
        }
        if (message.qos() == 0) leaving_.push_back(broker_->bytes_accepted());
    }
    /// QoS 2: the broker is to forget the id.
    void release(std::uint16_t packet_id) { answer_with(0x62, packet_id); }

    /// \param identifier  as `subscribe_packet` has it
    void ask_for(const std::string& filter, std::uint64_t identifier) {
        ask({filter, identifier, true});
    }
    void leave(const std::string& filter) {
        ++leaving_filters_;
        ask({filter, 0, false});
    }

    /// Acknowledges what may be acknowledged once this message is settled. What is given back as a
    /// subscription ends is held back until the broker knows of the end: a program that leaves
    /// before finds it there when it returns.
    void settle(std::uint16_t packet_id, bool acknowledged) {
        if (ended_) return;
        const bool done = acknowledged || leaving_filters_ == 0;
        acknowledge(once_.settle(packet_id, done), twice_.settle(packet_id, done));
    }

    /// Acknowledges what was given back, once the broker knows of each end of a subscription.
    ///
    /// \return how many messages that were
    std::size_t give_up_unwanted() {
        if (ended_ || leaving_filters_ > 0) return 0;
        const auto once = once_.give_up();
        const auto twice = twice_.give_up();
        acknowledge(once.ready, twice.ready);
        return once.messages + twice.messages;
    }

    void ping() {
        static constexpr char pingreq[] = {'\xC0', 0};
        send({pingreq, sizeof pingreq});
    }

    /// A consumer took a message.
    void on_room() {
        if (paused_) moved_at_ = options_.time->now();
        resume();
    }

    /// There may be room again, or a reason to make some.
    void resume() {
        if (!paused_ || !has_room()) return;
        paused_ = false;
        stall_.reset();
        read_broker();
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
        hanging_up_ = true;
        alarm_ =
            options_.time->call_at(executor_, options_.time->now() + options_.times.close_timeout,
                                   [weak = weak_from_this()] {
                                       if (const auto self = weak.lock()) self->end(errc::closed);
                                   });
        if (std::exchange(paused_, false)) read_broker();
    }

    void abort() {
        if (std::exchange(ended_, true)) return;
        open_ = false;
        owner_.reset();
        deadline_.reset();
        alarm_.reset();
        stall_.reset();
        if (dialer_) dialer_->abort();
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

    // Paho's side.

    void on_paho_joined() override {
        broker_->on_progress([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->on_progress();
        });
        paho_->read();
        read_broker();
    }

    void on_paho_end(const error& why) override { end(why); }

    void on_paho_frame(const frame& said) override {
        static constexpr char pingresp[] = {'\xD0', 0};
        if (said.type == packet::pingreq) return paho_->send({pingresp, sizeof pingresp});
        if (said.type == packet::connect) send(said.whole);
    }

    // The broker's side.

    std::optional<topic_aliases::alias> alias_for(const publish_packet& message) {
        const auto longest = message.bytes().size() + publish_packet::most_for_alias;
        if (longest > connack_.offer.max_packet_bytes || longest > largest_variable_integer)
            return {};
        return aliases_.of(message.topic());
    }

    struct question {
        std::string filter;
        std::uint64_t identifier;
        bool subscribe;
    };
    void ask(question what) {
        constexpr std::size_t most = 0xFFFF - packet_ids::last;
        if (asked_.size() == most) return unasked_.push_back(std::move(what));
        do {
            latest_question_ = static_cast<std::uint16_t>(
                std::max<unsigned>((latest_question_ + 1U) & 0xFFFFU, packet_ids::last + 1U));
        } while (asked_.contains(latest_question_));
        const auto id = latest_question_;
        send(what.subscribe ? subscribe_packet(id, what.filter, options_.subscribe_qos,
                                               what.identifier, options_.version)
                            : unsubscribe_packet(id, what.filter, options_.version));
        asked_.emplace(id, std::move(what.filter));
    }

    void acknowledge(const std::vector<std::uint16_t>& once,
                     const std::vector<std::uint16_t>& twice) {
        for (const auto id : once) answer_with(0x40, id);
        for (const auto id : twice) {
            taken_over_.add(id);
            answer_with(0x50, id);
        }
    }

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

    /// \param first  PUBACK and the like, with its flags
    void answer_with(unsigned first, std::uint16_t id) {
        const char bytes[] = {static_cast<char>(first), 2, static_cast<char>(id >> 8U),
                              static_cast<char>(id & 0xFFU)};
        send({bytes, sizeof bytes});
    }

    bool has_room() const {
        const auto owner = owner_.lock();
        return owner && owner->has_room();
    }

    void read_broker() {
        broker_->fill(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            if (!self || self->ended_) return;
            if (code) {
                if (self->hanging_up_) return self->end(errc::closed);
                return self->end({code, "lost the broker"}, loss_of(code));
            }
            self->take_input();
        }});
    }

    void take_input() {
        const auto self = shared_from_this();
        keep_alive_.on_received(options_.time->now());
        const auto input = broker_->input();
        if (hanging_up_) {
            broker_->consume(input.size());
            return read_broker();
        }
        const auto fed = from_broker_.feed(input, [this](const frame& each) {
            on_broker_frame(each);
            return !ended_;
        });
        if (ended_) return;
        if (!fed) return end(fed.error());
        broker_->consume(input.size());
        if (has_room()) return read_broker();
        paused_ = true;
        moved_at_ = options_.time->now();
        watch_stall();
    }

    // Consumers that wait for what is behind unread messages make no room for them.
    void watch_stall() {
        stall_ = options_.time->call_at(
            executor_, moved_at_ + options_.times.stall_timeout, [weak = weak_from_this()] {
                const auto self = weak.lock();
                const auto owner = self ? self->owner_.lock() : nullptr;
                if (!owner || !self->paused_) return;
                const auto now = self->options_.time->now();
                if (!owner->awaits_answer()) self->moved_at_ = now;
                if (now - self->moved_at_ < self->options_.times.stall_timeout)
                    return self->watch_stall();
                self->end({errc::timed_out,
                           "messages wait for consumers, and these for answers behind more of "
                           "them: see client_limits::max_held_messages"});
            });
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
        paho_->send(said.whole);
        open_up();
    }

    void open_up() {
        open_ = true;
        deadline_.reset();
        if (connack_.offer.keep_alive)
            keep_alive_ = detail::keep_alive{*connack_.offer.keep_alive, options_.time->now()};
        aliases_.allow(std::min(connack_.offer.max_topic_alias, options_.limits.max_topic_aliases));
        watch();
        if (!connack_.session_present) taken_over_.on_new_session();
        if (const auto owner = owner_.lock()) owner->on_connection_open(connack_);
    }

    void on_publish(const frame& said) {
        const auto read = read_publish(said, options_.version);
        if (!read) return broken("the broker sent a broken PUBLISH");
        if (read->qos == 2) {
            if (taken_over_.has(read->id)) return answer_with(0x50, read->id);
            twice_.on_received(read->id);
        }
        if (read->qos == 1) once_.on_received(read->id);
        if (const auto owner = owner_.lock()) owner->on_message(*read);
    }

    void on_release(const frame& said) {
        const auto read = read_answer(said.body);
        if (!read) return broken("the broker sent a broken answer");
        taken_over_.release(read->id);
        answer_with(0x70, read->id);
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
        const auto found = asked_.extract(read->id);
        const auto owner = owner_.lock();
        if (!found || !owner) return;
        const bool waited = !unasked_.empty();
        if (waited) {
            ask(std::move(unasked_.front()));
            unasked_.pop_front();
        }
        if (said.type == packet::suback) {
            owner->on_subscribed(found.mapped(), *read);
        } else {
            --leaving_filters_;
            owner->on_unsubscribed(found.mapped());
        }
        if (waited && unasked_.empty() && !ended_) owner->on_writable();
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
            const auto what = self->keep_alive_.step(self->options_.time->now(), !self->paused_);
            if (what == action::give_up)
                return self->end({errc::timed_out, "the broker does not answer"});
            if (what == action::ping) self->ping();
            self->watch();
        });
    }

    const asio::any_io_executor executor_;
    const client_options& options_;  // of the owner, who outlives this
    takeovers& taken_over_;          // the same
    std::weak_ptr<connection_owner> owner_;
    std::string client_id_;
    std::unique_ptr<::mqtt::connect_options> with_;
    std::shared_ptr<dialer> dialer_;
    std::shared_ptr<buffered_socket> broker_;
    std::shared_ptr<paho_link> paho_;
    frame_reader from_broker_;
    detail::keep_alive keep_alive_;
    receipts once_;   // of what came at quality of service 1
    receipts twice_;  // and at 2
    connack connack_;
    topic_aliases aliases_;
    std::string aliased_;  // the latest packet with one: its memory is used again
    std::unordered_map<std::uint16_t, std::string> asked_;  // filters, by packet id
    std::size_t leaving_filters_ = 0;                       // the broker does not know so yet
    std::deque<question> unasked_;                          // until one of the ids is free
    std::uint16_t latest_question_ = packet_ids::last;
    std::deque<std::uint64_t> leaving_;  // ends of messages without confirmation, in bytes sent
    time_source::ticket deadline_;
    time_source::ticket alarm_;
    time_source::ticket stall_;
    time_source::time_point moved_at_{};  // since when the pause lasts, or room was made in it
    bool connack_read_ = false;
    bool open_ = false;
    bool paused_ = false;
    bool waits_for_room_ = false;
    bool hanging_up_ = false;
    bool ended_ = false;
};

}  // namespace asyncapi::mqtt::detail
