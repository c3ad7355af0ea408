#pragma once

#include <asyncapi/transports/websocket/detail/admission.hpp>
#include <asyncapi/transports/websocket/detail/connection.hpp>
#include <asyncapi/transports/websocket/detail/rules.hpp>
#include <asyncapi/transports/websocket/server_options.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::websocket::detail {

using asyncapi::detail::acknowledgement_frame;
using asyncapi::detail::envelope;
using asyncapi::detail::error_frame;
using asyncapi::detail::matches;
using asyncapi::detail::move_delivery;
using asyncapi::detail::read_envelope;

class server_connection;

class server_connection_owner {
public:
    virtual const server_options& options() const = 0;
    virtual server_statistics& counters() = 0;
    /// Where to put a message that arrives, before `on_received`.
    virtual delivery& arriving() = 0;
    /// \return whether a subscription takes it
    virtual bool on_received(std::string_view key, server_connection& source) = 0;
    /// All that was received together is there.
    virtual void on_arrived() = 0;
    virtual void on_peer_open(const std::shared_ptr<server_connection>& who) = 0;
    virtual void on_peer_end(const std::shared_ptr<server_connection>& who,
                             const close_reason& reason, bool was_open) = 0;
    virtual void on_outbox_moved(server_connection& who) = 0;

protected:
    ~server_connection_owner() = default;
};

/// One peer of a server.
class server_connection final : public connection {
public:
    server_connection(surroundings around, std::string id,
                      std::weak_ptr<server_connection_owner> owner)
        : connection{std::move(around)},
          owner_{std::move(owner)},
          bare_reply_address_{"@" + id + "/"} {
        who_.id = std::move(id);
    }

    void start(const std::shared_ptr<server_stream>& stream) {
        who_.remote_address = stream->remote_address();
        who_.remote_port = stream->remote_port();
        adopt(stream);
        end_after(around().times.handshake_timeout, errc::timed_out);
        stream->start(std::static_pointer_cast<server_connection>(shared_from_this()));
    }

    const peer& who() const noexcept { return who_; }
    outbox& messages() noexcept { return *around().messages; }

    /// Whether the peer is to get what is published at `address`.
    bool wants(std::string_view address) const {
        if (who_.mode == mode::bare) return listens_ && address == who_.address;
        return std::ranges::any_of(
            filters_, [address](const auto& filter) { return matches(filter, address); });
    }

    void send(std::shared_ptr<const encoded_message> message, std::uint64_t ticket) {
        messages().add(std::move(message), acknowledges_, ticket);
        note_load();
        pump();
    }

    /// Whether a message can be handed over as it is, and need not be kept.
    bool takes_at_once() const { return !acknowledges_ && can_write(); }
    /// Ask `takes_at_once` first.
    void send_at_once(const outgoing& message, std::uint64_t ticket) {
        write_at_once(message, ticket);
        note_load();
    }

    /// Since when more than half of its queue has been taken.
    const std::optional<time_source::time_point>& behind_since() const noexcept {
        return behind_since_;
    }

    void cut_off() override {
        const auto owner = owner_.lock();
        if (!is_open() || !owner) return;
        ++owner->counters().slow_peers;
        owner->counters().lost += messages().clear();
        close({1013, "too slow"}, true);
    }

    upgrade_answer on_upgrade(const http_request& request, bool encrypted) override {
        const auto owner = owner_.lock();
        if (!owner) return http_response{.status = 503};
        end_after(around().times.handshake_timeout, errc::timed_out);
        auto answer = admit(owner->options(), request, encrypted, who_);
        if (std::holds_alternative<http_response>(answer)) ++owner->counters().refused;
        return answer;
    }

    http_response on_request(const http_request& request) override {
        const auto owner = owner_.lock();
        if (!owner) return {.status = 503};
        end_after(owner->options().http.timeout, errc::timed_out);
        if (!owner->options().on_http) {
            return {.status = 426,
                    .body = "this is a WebSocket server\n",
                    .headers = {{"Upgrade", "websocket"}}};
        }
        ++owner->counters().http_requests;
        return owner->options().on_http(request);
    }

private:
    void note_load() {
        if (!behind_since_ && messages().half_full()) behind_since_ = around().time->now();
    }

    void opened(std::string_view) override {
        const auto owner = owner_.lock();
        if (!owner) return;
        was_open_ = true;
        if (who_.mode == mode::bare) listens_ = allowed(*owner, who_.address, direction::subscribe);
        owner->on_peer_open(self());
    }

    void received(std::string_view frame, bool binary) override {
        const auto owner = owner_.lock();
        if (!owner) return;
        if (who_.mode == mode::bare) return receive_bare(*owner, frame, binary);
        auto& said = said_;
        if (auto good = read_envelope(frame, around().limits.max_header_bytes, said); !good) {
            ++owner->counters().protocol_errors;
            refuse("malformed", good.error().detail(), {}, {});
            count_protocol_error();
            return;
        }
        switch (said.what) {
            case envelope::kind::message:
                return receive(*owner, said, binary);
            case envelope::kind::subscribe:
                return subscribe(*owner, said);
            case envelope::kind::unsubscribe:
                std::erase_if(filters_, [&said](const address_template& each) {
                    return each.text() == said.address;
                });
                return confirm(said);
            case envelope::kind::refused:
                messages().send_again(said.key);
                return pump();
            case envelope::kind::acknowledged:
            case envelope::kind::failed:
                messages().settle(said.key);
                moved();
                return pump();
        }
    }

    void handle_arrived() override {
        if (const auto owner = owner_.lock()) owner->on_arrived();
    }

    void receive(server_connection_owner& owner, envelope& said, bool binary) {
        if (!said.wants_acknowledgement) said.key.clear();
        const auto& key = said.key;
        const auto& reply_to = said.about.reply_address;
        if (said.payload.size() > around().limits.max_payload_bytes)
            return refuse("too_large", "the payload is larger than the limit", key, said.address);
        if (!acceptable_address(said.address) ||
            (!reply_to.empty() && !acceptable_address(reply_to))) {
            ++owner.counters().protocol_errors;
            return refuse("invalid_address", "an address is plain text without wildcards or @", key,
                          said.address);
        }
        if (!said.address.starts_with(reply_prefix) &&
            !allowed(owner, said.address, direction::publish)) {
            return refuse("unauthorized", "sending there is not allowed", key, said.address);
        }
        if (!reply_to.empty()) said.about.reply_address = "@" + who_.id + "/" + reply_to;
        auto& arrived = owner.arriving();
        move_delivery(said, binary, arrived);
        if (!owner.on_received(key, *this))
            refuse("unroutable", "nobody receives at this address", key, arrived.address);
    }

    void receive_bare(server_connection_owner& owner, std::string_view payload, bool binary) {
        if (payload.size() > around().limits.max_payload_bytes)
            return close({1009, "the payload is larger than the limit"}, true);
        if (!allowed(owner, who_.address, direction::publish)) return;
        set_bare(owner.arriving(), who_.address, payload, binary, bare_reply_address_);
        owner.on_received({}, *this);
    }

    void subscribe(server_connection_owner& owner, const envelope& said) {
        const auto& filter = said.address;
        if (!acceptable_filter(filter)) {
            ++owner.counters().protocol_errors;
            return refuse("invalid_address", "a filter is plain text and does not start with @",
                          said.key, filter);
        }
        if (!filter.starts_with(reply_prefix) && !allowed(owner, filter, direction::subscribe))
            return refuse("unauthorized", "receiving from there is not allowed", said.key, filter);
        const auto known = std::ranges::find(filters_, filter, &address_template::text);
        if (known == filters_.end()) {
            if (filters_.size() >= owner.options().max_subscriptions)
                return refuse("too_many", "no more subscriptions", said.key, filter);
            filters_.emplace_back(filter);
        }
        acknowledges_ = acknowledges_ || said.wants_acknowledgement;
        confirm(said);
    }

    void confirm(const envelope& said) {
        if (!said.key.empty()) send_control(acknowledgement_frame(said.key, true));
    }

    void refuse(const char* code, std::string_view detail, const std::string& key,
                const std::string& address) {
        send_control(error_frame(code, detail, key, address));
    }

    bool allowed(server_connection_owner& owner, std::string_view address, direction what) {
        const auto& ask = owner.options().authorize;
        if (!ask || ask(who_, address, what)) return true;
        ++owner.counters().unauthorized;
        return false;
    }

    void moved() override {
        if (behind_since_ && !messages().half_full()) behind_since_.reset();
        if (const auto owner = owner_.lock()) owner->on_outbox_moved(*this);
    }

    void ended(const close_reason& reason, const error& why) override {
        const auto owner = std::exchange(owner_, {}).lock();
        if (!owner) return;
        if (why == errc::timed_out) ++owner->counters().timed_out;
        owner->counters().lost += messages().clear();
        owner->on_peer_end(self(), reason, was_open_);
    }

    std::shared_ptr<server_connection> self() {
        return std::static_pointer_cast<server_connection>(shared_from_this());
    }

    std::weak_ptr<server_connection_owner> owner_;
    peer who_;
    const std::string bare_reply_address_;
    envelope said_;  // the last one, for its memory
    std::vector<address_template> filters_;
    bool acknowledges_ = false;
    bool listens_ = false;
    bool was_open_ = false;
    std::optional<time_source::time_point> behind_since_;
};

}  // namespace asyncapi::websocket::detail
