#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/transports/websocket/detail/link.hpp>
#include <asyncapi/transports/websocket/detail/masks.hpp>
#include <asyncapi/transports/websocket/detail/wire.hpp>

#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::websocket::detail {

namespace beast = boost::beast;
using beast_stream = beast::websocket::stream<link, false>;
using beast_request = beast::http::request<beast::http::string_body>;

inline std::string_view view(beast::string_view text) noexcept {
    return {text.data(), text.size()};
}

/// The WebSocket of one connection, once there is a `buffered_socket`.
///
/// A message that is one frame and lies in the buffer is read there, and messages are framed into
/// the buffer. Everything else is Beast's: handshakes, control frames, fragments, large frames, and
/// what breaks the protocol.
class websocket_pump : public std::enable_shared_from_this<websocket_pump> {
public:
    websocket_pump(std::shared_ptr<buffered_socket> below, const stream_limits& limits,
                   std::weak_ptr<stream_events> owner, beast::role_type role)
        : below_{std::move(below)},
          stream_{link{below_, role == beast::role_type::client}},
          owner_{std::move(owner)},
          max_message_bytes_{limits.max_message_bytes},
          masks_{role == beast::role_type::client} {
        stream_.read_message_max(max_message_bytes_);
        stream_.auto_fragment(false);
        stream_.write_buffer_bytes(buffered_socket::block);
    }

    void connect(const client_target& target) {
        watch();
        stream_.set_option(beast::websocket::stream_base::decorator(
            [headers = target.headers,
             subprotocol = target.subprotocol](beast::websocket::request_type& request) {
                for (const auto& [name, value] : headers) request.set(name, value);
                if (!subprotocol.empty())
                    request.set(beast::http::field::sec_websocket_protocol, subprotocol);
            }));
        stream_.async_handshake(
            response_, target.host_header, target.target,
            completion{[self = shared_from_this()](error_code code, auto) {
                if (code == beast::websocket::error::upgrade_declined)
                    return self->end({code, self->http_status()});
                if (code) return self->fail(code);
                self->open(view(self->response_[beast::http::field::sec_websocket_protocol]));
            }});
    }

    void accept(const beast_request& request, const std::string& subprotocol) {
        watch();
        if (!subprotocol.empty()) {
            stream_.set_option(beast::websocket::stream_base::decorator(
                [subprotocol](beast::websocket::response_type& response) {
                    response.set(beast::http::field::sec_websocket_protocol, subprotocol);
                }));
        }
        stream_.async_accept(
            request, completion{[self = shared_from_this(), subprotocol](error_code code, auto) {
                if (code) return self->fail(code);
                self->open(subprotocol);
            }});
    }

    void read() {
        wanted_ = true;
        if (!taking_) take_when(false);
    }

    bool ready() const noexcept {
        return !ended_ && !closing_ && below_->has_room() && !below_->failure() &&
               stream_.is_open();
    }

    void write(const outgoing& message) {
        if (masks_) {
            append_masked(message);
        } else if (message.shared) {
            below_->append_shared(shared_frame(message));
        } else if (message.bytes() < buffered_socket::block) {
            append_in_place(message, nullptr);
        } else {
            auto alone = message;
            std::shared_ptr<const std::string> frame;
            alone.shared = &frame;
            below_->append_shared(shared_frame(alone));
        }
        if (below_->has_room()) return;
        below_->when_room(completion{[self = shared_from_this()](error_code code, std::size_t) {
            const auto owner = self->owner_.lock();
            if (owner && !code && !self->ended_) owner->on_ready();
        }});
    }

    void ping() {
        if (pinging_) return;
        pinging_ = true;
        stream_.async_ping({}, completion{[self = shared_from_this()](error_code, std::size_t) {
                               self->pinging_ = false;
                           }});
    }

    void close(const close_reason& reason) {
        if (closing_) return;
        closing_ = true;
        beast::websocket::close_reason why{reason.code};
        why.reason = beast::string_view{reason.text}.substr(0, 120);
        reason_ = reason;
        stream_.async_close(why,
                            completion{[self = shared_from_this()](error_code code, std::size_t) {
                                self->end(code ? error{code} : error{errc::closed});
                            }});
    }

    void abort() noexcept {
        ended_ = true;
        owner_.reset();
        below_->close();
    }

private:
    static constexpr std::size_t first_bytes = 4 * 1024;
    static constexpr std::size_t max_kept_bytes = 64 * 1024;

    std::string http_status() const {
        const auto status = response_.result_int();
        return "HTTP status " + std::to_string(status) + " " +
               std::string{view(beast::http::obsolete_reason(beast::http::int_to_status(status)))};
    }

    void watch() {
        below_->on_flushed([weak = owner_] {
            if (const auto owner = weak.lock()) owner->on_flushed();
        });
        below_->on_failure([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->on_write_failure();
        });
        below_->on_shutdown([weak = owner_] {
            if (const auto owner = weak.lock()) owner->on_closing();
        });
    }

    void open(std::string_view subprotocol) {
        const auto owner = owner_.lock();
        if (owner && !ended_) owner->on_open(subprotocol);
    }

    void append_in_place(const outgoing& message, const frame_mask* mask) {
        auto& to = below_->output();
        const auto before = to.size();
        append_frame(to, message, mask);
        below_->appended(to.size() - before);
    }

    void append_masked(const outgoing& message) {
        const auto mask = mask_source_.next();
        if (message.bytes() < buffered_socket::block) return append_in_place(message, &mask);
        std::string frame;
        frame.reserve(message.bytes() + 14);
        append_frame(frame, message, &mask);
        below_->append_shared(std::make_shared<const std::string>(std::move(frame)));
    }

    // With input, or with more of it.
    void take_when(bool more) {
        completion ready{[self = shared_from_this(), more](error_code code, std::size_t) {
            self->take(!code && !more);
        }};
        if (more) {
            below_->fill_more(std::move(ready));
        } else {
            below_->fill(std::move(ready));
        }
    }

    // A frame that comes in many parts is Beast's, which judges each of them. While closing, all
    // that comes is, as it waits for the answer.
    void take(bool waits_for_more) {
        const auto owner = owner_.lock();
        if (!owner || ended_) return;
        taking_ = true;
        auto found = found_what::message;
        while (wanted_ && !ended_ && !closing_ && found == found_what::message) {
            found = take_one(*owner);
            waits_for_more = waits_for_more || found == found_what::message;
        }
        below_->cork();
        owner->on_pause();
        taking_ = false;
        below_->uncork();
        if (!wanted_ || ended_ || closing_) return;
        if (found == found_what::message) return take_when(false);
        if (found == found_what::part && waits_for_more) return take_when(true);
        if (in_.size() > max_kept_bytes) std::vector<char>(first_bytes).swap(in_);
        used_ = 0;
        read_more();
    }

    enum class found_what { message, part, other };

    found_what take_one(stream_events& owner) {
        const auto input = below_->input();
        if (!stream_.is_open()) return found_what::other;
        if (input.size() >= 2 && !may_be_taken(input)) return found_what::other;
        const auto head = read_head(input);
        if (!head) return found_what::part;
        if (!head->is_shortest() || head->length > max_message_bytes_ ||
            head->length > buffered_socket::block - head->bytes) {
            return found_what::other;
        }
        const auto size = static_cast<std::size_t>(head->length);
        if (input.size() < head->bytes + size) return found_what::part;
        auto* const payload = below_->input_data() + head->bytes;
        if (head->masked) apply_mask(payload, size, head->mask);
        const std::string_view message{payload, size};
        if (head->opcode == frame_head::text && !asyncapi::detail::is_utf8(message)) {
            if (head->masked) apply_mask(payload, size, head->mask);
            return found_what::other;
        }
        wanted_ = false;
        below_->consume(head->bytes + size);
        owner.on_message(message, head->opcode == frame_head::binary);
        return found_what::message;
    }

    bool may_be_taken(std::string_view start) const noexcept {
        const auto first = static_cast<unsigned char>(start[0]);
        const bool masked = (static_cast<unsigned char>(start[1]) & 0x80U) != 0;
        return (first == (0x80U | frame_head::text) || first == (0x80U | frame_head::binary)) &&
               masked != masks_;
    }

    void read_more() {
        reading_ = true;
        if (in_.size() - used_ < first_bytes / 2) in_.resize(std::max(first_bytes, 2 * in_.size()));
        stream_.async_read_some(
            asio::mutable_buffer{in_.data() + used_, in_.size() - used_},
            completion{[self = shared_from_this()](error_code code, std::size_t bytes) {
                self->on_read(code, bytes);
            }});
    }

    void on_write_failure() {
        const auto owner = owner_.lock();
        if (ended_ || !owner) return;
        if (!reading_ && !wanted_) return fail(below_->failure());
        // There may be a close frame to be read, which says why.
        owner->on_closing();
    }

    void on_read(error_code code, std::size_t bytes) {
        reading_ = false;
        if (ended_) return;
        used_ += bytes;
        if (code) return fail(code);
        if (!stream_.is_message_done()) return read_more();
        assert(stream_.next_layer().between_frames());
        wanted_ = false;
        taking_ = true;
        if (const auto owner = owner_.lock())
            owner->on_message({in_.data(), used_}, stream_.got_binary());
        take(true);
    }

    void fail(error_code code) {
        // While closing, the closing handshake reports the end.
        if (closing_ && code == asio::error::operation_aborted) return;
        end(code);
    }

    void end(const error& why) {
        if (std::exchange(ended_, true)) return;
        const auto owner = owner_.lock();
        below_->close();
        if (!owner) return;
        const auto& theirs = stream_.reason();
        close_reason reason = reason_;
        if (theirs.code != beast::websocket::close_code::none && !closing_) {
            reason.code = theirs.code;
            reason.text.assign(theirs.reason.data(), theirs.reason.size());
        }
        owner->on_end(reason, why);
    }

    std::shared_ptr<buffered_socket> below_;
    beast_stream stream_;
    std::weak_ptr<stream_events> owner_;
    std::size_t max_message_bytes_;
    beast::websocket::response_type response_;
    close_reason reason_;
    std::vector<char> in_;
    std::size_t used_ = 0;
    const bool masks_;
    mask_source mask_source_;
    bool wanted_ = false;   // a message, by the owner
    bool taking_ = false;   // `read` is called from `on_message`
    bool reading_ = false;  // by Beast
    bool pinging_ = false;
    bool closing_ = false;
    bool ended_ = false;
};

}  // namespace asyncapi::websocket::detail
