#pragma once

#include <asyncapi/transports/mqtt/detail/client_state.hpp>
#include <asyncapi/transports/mqtt/detail/encoding.hpp>
#include <asyncapi/transports/mqtt/detail/poison_search.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>
#include <asyncapi/transports/mqtt/detail/send_window.hpp>
#include <asyncapi/transports/mqtt/detail/sendings.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

/// What a client sends: over one connection after the other, until the broker has confirmed it.
class publisher {
public:
    explicit publisher(client_state& client)
        : client_{client}, sendings_{client.options.send}, window_{client.options.limits} {}

    const send_window& window() const noexcept { return window_; }

    /// \return as `try_publish`
    result<void> accept(const outbound& message) {
        const auto& options = client_.options;
        if (message.payload.size() > options.limits.max_payload_bytes) return errc::too_large;
        if (!message.binary && !asyncapi::detail::is_utf8(message.payload))
            return error{errc::malformed, "text is UTF-8; other payloads are binary"};
        if (auto good = check_topic(message.address); !good) return good;
        if (window_.full()) return errc::would_block;
        auto wanted = message;
        const auto& terms = sendings_.of(message.address);
        metadata completed;
        if (const auto* const more = defaults_for(*message.metadata)) {
            completed = *message.metadata;
            if (completed.reply_address.empty()) completed.reply_address = more->reply_address;
            if (completed.content_type.empty()) completed.content_type = more->content_type;
            wanted.metadata = &completed;
        }
        if (wanted.expires_in)
            wanted.expires_in = to_expiry(*wanted.expires_in);
        else if (terms.expires_in)
            wanted.expires_in = to_expiry(*terms.expires_in);
        const auto ticket = ++client_.last_ticket;
        auto made = encode(wanted,
                           {terms.qos.value_or(options.publish_qos), terms.retain,
                            client_.is_bare(message.address)},
                           options, client_.instance + "." + std::to_string(ticket));
        if (!made) return made.error();
        const auto bytes = made->bytes().size() + 64;
        outgoing entry{*std::move(made), bytes, ticket};
        entry.on_refused = message.on_refused;
        if (wanted.expires_in) entry.expires = options.time->now() + *wanted.expires_in;
        window_.add(std::move(entry));
        ++client_.statistics.published;
        note_request(wanted);
        pump();
        client_.read_on();
        return {};
    }

    /// Sends what may be sent.
    void pump() {
        const auto to = client_.current;
        while (to && to->is_open()) {
            const auto* const next = window_.next();
            const auto inherited = window_.to_release();
            if (!next && inherited.empty()) return;
            if (!to->writable() || !may_send()) return;
            for (const auto id : inherited) {
                to->release(id);
                window_.on_released(id);
            }
            if (!next) return;
            const auto now = client_.options.time->now();
            if (next->expires && !next->must_go() && *next->expires <= now) {
                const auto gone = window_.drop_next();
                ++client_.statistics.expired;
                if (gone.on_refused) gone.on_refused(errc::timed_out);
                continue;
            }
            if (const auto refused = not_offered(client_.offer, next->packet)) {
                const auto gone = window_.drop_next();
                ++client_.statistics.refused;
                tell_refused(gone, *refused);
                continue;
            }
            const auto& leaves = window_.send_next(now);
            client_.poison.on_sent(leaves.ticket, now);
            if (leaves.taken) {
                to->release(leaves.id);
            } else {
                to->publish(leaves.packet);
            }
        }
    }

    void on_open(bool session_present) {
        if (!session_present) {
            window_.on_new_session();
        } else if (client_.statistics.connections == 1) {
            window_.on_inherited_session();
        }
        if (const auto found = client_.poison.on_open()) give_up(*found);
        window_.allow(client_.offer.receive_maximum);
    }

    /// A message that is looked for goes when nothing else has happened for a while.
    void await_quiet(const asio::any_io_executor& executor) {
        if (!client_.poison.looking()) return;
        const auto& options = client_.options;
        quiet_ = options.time->call_at(executor, options.time->now() + options.poison.quiet,
                                       [this, over = std::weak_ptr{client_.current}] {
                                           // One that is open has its client.
                                           const auto alive = over.lock();
                                           if (!alive || !alive->is_open()) return;
                                           client_.poison.on_pinged();
                                           alive->ping();
                                       });
    }

    /// \param node  which of several it was a connection to
    void on_end(const error& why, loss what, std::size_t node) {
        client_.poison.on_end({what, why, node, window_.last_sent(), client_.options.time->now()});
        quiet_.reset();
        const auto counts = window_.on_connection_lost(what == loss::unexplained);
        client_.statistics.sent_again += counts.again;
        client_.statistics.lost += counts.lost;
    }

    void on_flushed(std::size_t count) { window_.on_flushed(count); }

    void on_taken(std::uint16_t packet_id) {
        client_.poison.on_answer();
        window_.on_taken(packet_id);
    }

    void on_published(const answer& said) {
        client_.poison.on_answer();
        const auto done = window_.settle(said.id);
        if (!done) return;
        if (said.reason < 0x80) {
            ++client_.statistics.acknowledged;
        } else {
            ++client_.statistics.refused;
            tell_refused(*done, refusal(said.reason, "the message", said.why));
        }
    }

    /// QoS 2: the broker has forgotten a packet.
    void on_completed(std::uint16_t packet_id) {
        if (!window_.complete(packet_id)) return;
        client_.poison.on_answer();
        ++client_.statistics.acknowledged;
    }

    /// Whether the broker is to confirm something, or a reply to come.
    bool awaits_answer() const {
        return window_.unconfirmed() > 0 || client_.options.time->now() < replies_until_;
    }

    /// Nothing will be sent any more.
    void drop() { client_.statistics.lost += window_.clear(); }

private:
    /// \return nullptr where the message lacks nothing that there is a default for
    const message_defaults* defaults_for(const metadata& of) const {
        if (!of.reply_address.empty() && !of.content_type.empty()) return nullptr;
        const auto& all = client_.options.messages;
        const auto found = std::ranges::find(all, of.message_name, &message_defaults::name);
        const bool lacks =
            found != all.end() && ((of.reply_address.empty() && !found->reply_address.empty()) ||
                                   (of.content_type.empty() && !found->content_type.empty()));
        return lacks ? &*found : nullptr;
    }

    // Replies are messages like others: that one is awaited shows in what asks for it.
    void note_request(const outbound& message) {
        if (message.metadata->reply_address.empty() || !message.expires_in) return;
        replies_until_ =
            std::max(replies_until_, client_.options.time->now() + to_expiry(*message.expires_in));
    }

    bool may_send() {
        auto& poison = client_.poison;
        if (poison.looking()) poison.on_settled(window_.oldest());
        return poison.may_send(window_.under_way());
    }

    void give_up(const poison_search::culprit& found) {
        const auto gone = window_.give_up(found.ticket);
        if (!gone) return;
        ++client_.statistics.given_up;
        tell_refused(*gone, ended_for(gone->packet.topic(), found.times, found.why));
    }

    void tell_refused(const outgoing& message, const error& why) {
        if (message.on_refused) message.on_refused(why);
        client_.tell_refused(why, message.packet.topic());
    }

    client_state& client_;
    sendings sendings_;
    send_window window_;
    time_source::ticket quiet_;
    time_source::time_point replies_until_ = time_source::time_point::min();
};

}  // namespace asyncapi::mqtt::detail
