#pragma once

#include <asyncapi/detail/percent.hpp>
#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/transports/detail/reconnecting_client.hpp>
#include <asyncapi/transports/websocket/client_options.hpp>
#include <asyncapi/transports/websocket/detail/client_connection.hpp>
#include <asyncapi/transports/websocket/detail/rules.hpp>
#include <asyncapi/transports/websocket/detail/url.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket::detail {

using asyncapi::detail::open_header;
using asyncapi::detail::reconnecting_client;
using asyncapi::detail::subscribe_frame;
using asyncapi::detail::unsubscribe_frame;
using asyncapi::detail::wait_until;

class client_core final : public reconnecting_client, public client_connection_owner {
public:
    client_core(asio::any_io_executor executor, client_options options)
        : reconnecting_client{std::move(executor), options},
          options_{std::move(options)},
          url_{split(options_.url)},
          outbox_{std::make_shared<outbox>(options_.limits)},
          inbox_{std::make_shared<inbox>(get_executor())} {
        if (options_.address.empty() && url_) {
            const auto path = asyncapi::detail::percent_decode(url_->path.substr(1));
            if (path) options_.address = *path;
        }
        is_own_address_acceptable_ = acceptable_address(options_.address);
    }

    ~client_core() override {
        if (connection_) connection_->abort();
        inbox_->close();
    }

    client_statistics statistics() const { return statistics_; }

    capabilities get_capabilities() const override {
        const bool whole = enveloped();
        return {.metadata = whole,
                .acknowledgement = whole && options_.acknowledge,
                .competing_consumers = true,
                .wildcards = true,
                .max_payload_bytes = options_.limits.max_payload_bytes};
    }

    transport_load load() const override { return {outbox_->messages(), outbox_->bytes()}; }

    result<void> try_publish(const outbound& message) override {
        if (ending()) return errc::closed;
        if (auto good = check(message, options_.limits); !good) return good;
        if (auto good = check_address(message.address); !good) return good;
        std::string header;
        if (enveloped()) {
            auto made = open_header(message.address, *message.metadata);
            if (!made) return made.error();
            if (made->size() + max_header_tail > options_.limits.max_header_bytes)
                return error{errc::too_large, "metadata"};
            header = std::move(*made);
        }
        if (outbox_->full()) return errc::would_block;
        ++statistics_.published;
        const auto acknowledged = enveloped() && options_.acknowledge;
        if (!acknowledged && connection_ && connection_->can_write()) {
            // Nothing of it is needed once it is written.
            connection_->write_at_once(
                {{header, header.empty() ? "" : "}\n", message.payload}, message.binary},
                ++last_ticket_);
            return {};
        }
        auto encoded = std::make_shared<encoded_message>();
        encoded->header = std::move(header);
        encoded->address = message.address;
        encoded->id = message.metadata->message_id;
        encoded->payload = message.payload;
        encoded->binary = message.binary;
        encoded->on_refused = message.on_refused;
        outbox_->add(std::move(encoded), acknowledged, ++last_ticket_);
        if (connection_) connection_->pump();
        return {};
    }

    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      on_delivery handler) override {
        if (ending()) return errc::closed;
        if (enveloped() && !acceptable_filter(filter.text()))
            return error{errc::invalid_address, "cannot subscribe to " + filter.text()};
        const auto asked = inbox_->has_filter(filter.text());
        const auto id = inbox_->subscribe(filter, options, std::move(handler));
        if (enveloped() && !asked) {
            unconfirmed_[filter.text()].ticket = ++last_ticket_;
            ask_for(filter.text());
        }
        return id;
    }

    void unsubscribe(subscription_id id) override {
        const auto unused = inbox_->unsubscribe(id);
        if (unused.empty() || !enveloped()) return;
        unconfirmed_.erase(unused);
        if (!connection_ || !connection_->is_open()) return;
        auto& open = unconfirmed_[unused];
        open.ticket = ++last_ticket_;
        connection_->send_control(unsubscribe_frame(unused, expect_answer(unused, open)));
    }

    void acknowledge(delivery_tag tag) override { inbox_->acknowledge(tag); }
    void release(delivery_tag tag) override { inbox_->release(tag); }

    std::string reply_address(std::string_view token) const override {
        if (!enveloped()) return options_.address;
        return std::string{reply_prefix} + reply_root_ + "/" + std::string{token};
    }

    asio::awaitable<result<void>> writable(std::optional<time_point> deadline) override {
        return wait_until(
            shared_as<client_core>(), [](client_core& core) { return !core.outbox_->full(); },
            deadline);
    }

    asio::awaitable<result<void>> drained(std::optional<time_point> deadline) override {
        return wait_until(
            shared_as<client_core>(),
            [last = last_ticket_](client_core& core) { return core.left(last); }, deadline);
    }

    void close() override {
        if (ending()) return;
        allow_farewell(2 * options_.times.close_timeout);
        inbox_->close();
        leave();
        changed().wake_all(errc::closed);
    }

    // What the connection says.

    void on_connection_open(std::string_view subprotocol) override {
        if (enveloped() && subprotocol != envelope_protocol) {
            connection_->refuse({1002, "the server does not speak asyncapi.v1"});
            return;
        }
        ++statistics_.connections;
        opened();
        asked_.clear();
        if (enveloped()) {
            for (const auto& [filter, count] : inbox_->filters()) ask_for(filter);
        }
        tell(nullptr);
        changed().notify_all();
    }

    void on_connection_end(const close_reason& reason, const error& why) override {
        connection_.reset();
        inbox_->hand_out_later();
        forget_what_ended();
        const auto counts = outbox_->on_connection_lost();
        statistics_.sent_again += counts.again;
        statistics_.lost += counts.lost;
        if (reason.code == 1009) give_up_largest();
        ended(explain(reason, why));
        changed().notify_all();
    }

    void on_outbox_moved() override {
        if (changed().has_waiters()) changed().notify_all();
    }

    delivery& arriving() override { return inbox_->arriving(); }

    void on_received(std::string_view key, client_connection& source) override {
        if (ending()) return;
        ++statistics_.received;
        if (inbox_->deliver(key, source, {}, false)) return;
        ++statistics_.unrouted;
        if (!key.empty()) source.on_settled(std::string{key}, true);
    }

    void on_arrived() override { inbox_->hand_out_arrived(); }

    void on_answer(const envelope& answer) override {
        if (const auto at = asked_.find(answer.key); at != asked_.end()) {
            const auto open = unconfirmed_.find(at->second);
            if (open != unconfirmed_.end() && open->second.key == answer.key)
                unconfirmed_.erase(open);
            asked_.erase(at);
        }
        using kind = envelope::kind;
        if (answer.what == kind::acknowledged) {
            if (outbox_->settle(answer.key)) ++statistics_.acknowledged;
        } else if (answer.what == kind::refused) {
            if (outbox_->send_again(answer.key)) ++statistics_.sent_again;
        } else {
            const auto which = outbox_->settle(answer.key);
            tell_refused(which.get(), {errc::rejected, answer.code + ": " + answer.detail},
                         answer.address);
        }
        if (connection_) connection_->pump();
        on_outbox_moved();
    }

    void on_protocol_error() override { ++statistics_.protocol_errors; }

private:
    // `,"attempt":4294967295,"ack":"#18446744073709551615"}`
    static constexpr std::size_t max_header_tail = 64;

    bool enveloped() const noexcept { return options_.mode == mode::envelope; }

    result<void> check_address(std::string_view address) const {
        if (enveloped() ? acceptable_address(address)
                        : address == options_.address && is_own_address_acceptable_)
            return {};
        return error{errc::invalid_address, "cannot send to '" + std::string{address} + "'"};
    }

    result<void> possible() const override {
        if (!url_) return url_.error();
        if (enveloped()) return {};
        return check_address(options_.address);
    }

    void hang_up() override {
        if (connection_) connection_->close({1000, ""}, false);
    }

    void drop() override {
        if (const auto gone = std::exchange(connection_, nullptr)) gone->abort();
        statistics_.lost += outbox_->clear();
        inbox_->close();
    }

    void connect() override {
        auto said = handshake();
        if (!said) return ended(said.error());
        client_target target{.secure = url_->secure,
                             .host = url_->host,
                             .port = url_->port,
                             .host_header = url_->authority,
                             .target = with_query(url_->target, said->query),
                             .subprotocol = enveloped() ? envelope_protocol : options_.subprotocol,
                             .headers = std::move(said->headers)};
        const auto& limits = options_.limits;
        const stream_limits stream{
            .max_message_bytes =
                limits.max_payload_bytes + (enveloped() ? limits.max_header_bytes + 1 : 0),
            .busy_poll = options_.times.busy_poll};
        connection_ = std::make_shared<client_connection>(
            connection::surroundings{get_executor(), options_.time, limits, options_.times,
                                     outbox_},
            enveloped() ? std::string{} : options_.address, shared_as<client_core>());
        connection_->start(target, options_.tls, stream);
    }

    // What it says can be secret: errors do not quote it.
    result<handshake_additions> handshake() const {
        handshake_additions said{.headers = options_.handshake_headers};
        if (options_.before_handshake) {
            auto more = options_.before_handshake();
            if (!more) return more.error();
            for (const auto& [name, value] : more->headers) said.headers.set(name, value);
            said.query = std::move(more->query);
        }
        for (const auto& [name, value] : said.headers)
            if (!is_one_line(name) || !is_one_line(value))
                return error{errc::malformed, "a handshake header holds a control character"};
        if (!std::ranges::all_of(said.query, [](unsigned char c) { return c > 0x20 && c < 0x7F; }))
            return error{errc::malformed, "the handshake's query is not escaped"};
        return said;
    }

    static bool is_one_line(std::string_view text) {
        return std::ranges::all_of(
            text, [](unsigned char c) { return (c >= 0x20 && c != 0x7F) || c == '\t'; });
    }

    static std::string with_query(const std::string& target, const std::string& query) {
        if (query.empty()) return target;
        return target + (target.find('?') == target.npos ? '?' : '&') + query;
    }

    void ask_for(const std::string& filter) {
        // What was confirmed over an earlier connection is older than anything that waits.
        auto& open = unconfirmed_.try_emplace(filter).first->second;
        if (!connection_ || !connection_->is_open()) return;
        connection_->send_control(
            subscribe_frame(filter, expect_answer(filter, open), options_.acknowledge));
    }

    struct unconfirmed {
        std::uint64_t ticket = 0;
        std::string key;  // of the last request about it
    };

    const std::string& expect_answer(const std::string& filter, unconfirmed& open) {
        open.key = "?" + std::to_string(++last_request_);
        asked_.emplace(open.key, filter);
        return open.key;
    }

    bool left(std::uint64_t last) const {
        for (const auto& [filter, open] : unconfirmed_) {
            if (open.ticket <= last) return false;
        }
        const auto oldest = outbox_->oldest();
        return !oldest || *oldest > last;
    }

    // The end of a subscription needs no word of the server once the connection has ended.
    void forget_what_ended() {
        asked_.clear();
        std::erase_if(unconfirmed_,
                      [this](const auto& each) { return !inbox_->has_filter(each.first); });
    }

    static error explain(const close_reason& reason, const error& why) {
        if (reason.code == 1006 && reason.text.empty()) return why;
        return {why.code(), "closed with " + std::to_string(reason.code) +
                                (reason.text.empty() ? "" : ": " + reason.text)};
    }

    void give_up_largest() {
        const auto which = outbox_->drop_largest_repeated();
        if (!which) return;
        tell_refused(which.get(), {errc::too_large, "the server closed the connection with 1009"},
                     {});
    }

    void tell_refused(const encoded_message* which, const error& why, std::string_view address) {
        ++statistics_.refused;
        if (which && which->on_refused) which->on_refused(why);
        if (options_.on_refused) options_.on_refused(why, which ? which->address : address);
    }

    client_options options_;
    bool is_own_address_acceptable_ = false;  // in bare mode
    const result<split_url> url_;
    const std::shared_ptr<outbox> outbox_;
    const std::shared_ptr<inbox> inbox_;
    const std::string reply_root_ = asyncapi::detail::random_hex(16);
    std::shared_ptr<client_connection> connection_;
    // Filters about which the server has not confirmed what was asked last, and what each key
    // asked.
    std::map<std::string, unconfirmed> unconfirmed_;
    std::map<std::string, std::string> asked_;
    std::uint64_t last_request_ = 0;
    std::uint64_t last_ticket_ = 0;
    client_statistics statistics_;
};

}  // namespace asyncapi::websocket::detail
