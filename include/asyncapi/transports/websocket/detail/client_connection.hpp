#pragma once

#include <asyncapi/transports/websocket/detail/connection.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket::detail {

using asyncapi::detail::acknowledgement_frame;
using asyncapi::detail::envelope;
using asyncapi::detail::error_frame;
using asyncapi::detail::move_delivery;
using asyncapi::detail::read_envelope;

class client_connection;

class client_connection_owner {
public:
    virtual void on_connection_open(std::string_view subprotocol) = 0;
    virtual void on_connection_end(const close_reason& reason, const error& why) = 0;
    virtual void on_outbox_moved() = 0;
    /// Where to put a message that arrives, before `on_received`.
    virtual delivery& arriving() = 0;
    virtual void on_received(std::string_view key, client_connection& source) = 0;
    /// All that was received together is there.
    virtual void on_arrived() = 0;
    /// The server acknowledged or refused something of ours.
    virtual void on_answer(const envelope& answer) = 0;
    virtual void on_protocol_error() = 0;

protected:
    ~client_connection_owner() = default;
};

/// One connection of a client; the next one is another object.
class client_connection final : public connection {
public:
    /// \param bare_address  of what arrives in bare mode; empty: with the envelope
    client_connection(surroundings around, std::string bare_address,
                      std::weak_ptr<client_connection_owner> owner)
        : connection{std::move(around)},
          bare_address_{std::move(bare_address)},
          owner_{std::move(owner)} {}

    void start(const client_target& target, const tls_options& tls, const stream_limits& limits) {
        end_after(around().times.handshake_timeout, errc::timed_out);
        adopt(open_client_stream(around().executor, target, tls, limits, shared()));
    }

    void refuse(const close_reason& why) { close(why, true); }

private:
    void opened(std::string_view subprotocol) override {
        if (const auto owner = owner_.lock()) owner->on_connection_open(subprotocol);
    }

    void received(std::string_view frame, bool binary) override {
        const auto owner = owner_.lock();
        if (!owner) return;
        if (!bare_address_.empty()) {
            set_bare(owner->arriving(), bare_address_, frame, binary, bare_address_);
            return owner->on_received({}, *this);
        }
        auto& said = said_;
        if (!read_envelope(frame, around().limits.max_header_bytes, said)) {
            owner->on_protocol_error();
            count_protocol_error();
            return;
        }
        switch (said.what) {
            case envelope::kind::message:
                if (said.payload.size() > around().limits.max_payload_bytes)
                    return refuse_large(said);
                if (!said.wants_acknowledgement) said.key.clear();
                move_delivery(said, binary, owner->arriving());
                return owner->on_received(said.key, *this);
            case envelope::kind::acknowledged:
            case envelope::kind::refused:
            case envelope::kind::failed:
                return owner->on_answer(said);
            case envelope::kind::subscribe:
            case envelope::kind::unsubscribe:
                return;  // a server has nothing to subscribe to
        }
    }

    void handle_arrived() override {
        if (const auto owner = owner_.lock()) owner->on_arrived();
    }

    void refuse_large(const envelope& said) {
        send_control(error_frame("too_large", "the payload is larger than the limit",
                                 said.wants_acknowledgement ? said.key : std::string{},
                                 said.address));
    }

    void moved() override {
        if (const auto owner = owner_.lock()) owner->on_outbox_moved();
    }

    void cut_off() override { end_now({1006, "the server does not read"}, errc::timed_out); }

    void ended(const close_reason& reason, const error& why) override {
        if (const auto owner = std::exchange(owner_, {}).lock())
            owner->on_connection_end(reason, why);
    }

    const std::string bare_address_;
    envelope said_;  // the last one, for its memory
    std::weak_ptr<client_connection_owner> owner_;
};

}  // namespace asyncapi::websocket::detail
