#pragma once

#include <asyncapi/transports/websocket/detail/link.hpp>
#include <asyncapi/transports/websocket/detail/wire.hpp>

#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstring>
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
class websocket_pump : public std::enable_shared_from_this<websocket_pump> {
public:
    websocket_pump(std::shared_ptr<buffered_socket> below, const stream_limits& limits,
                   std::weak_ptr<stream_events> owner)
        : below_{std::move(below)},
          stream_{link{below_}},
          owner_{std::move(owner)},
          max_message_bytes_{limits.max_message_bytes} {
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
        if (in_.size() > max_kept_bytes) std::vector<char>(first_bytes).swap(in_);
        used_ = 0;
        read_more();
    }

    void write(std::string message, bool binary) {
        out_ = std::move(message);
        stream_.binary(binary);
        stream_.async_write(asio::const_buffer{out_.data(), out_.size()},
                            completion{[self = shared_from_this()](error_code code, std::size_t) {
                                self->on_write(code);
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
        below_->on_shutdown([weak = owner_] {
            if (const auto owner = weak.lock()) owner->on_closing();
        });
    }

    void open(std::string_view subprotocol) {
        const auto owner = owner_.lock();
        if (owner && !ended_) owner->on_open(subprotocol);
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

    void on_write(error_code code) {
        const auto owner = owner_.lock();
        if (ended_ || !owner) return;
        if (!code) return owner->on_written();
        if (!reading_) return fail(code);
        // There may be a close frame to be read, which says why.
        owner->on_closing();
    }

    void on_read(error_code code, std::size_t bytes) {
        reading_ = false;
        if (ended_) return;
        used_ += bytes;
        if (code) return fail(code);
        if (!stream_.is_message_done()) return read_more();
        if (const auto owner = owner_.lock())
            owner->on_message({in_.data(), used_}, stream_.got_binary());
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
    std::string out_;
    bool reading_ = false;
    bool pinging_ = false;
    bool closing_ = false;
    bool ended_ = false;
};

}  // namespace asyncapi::websocket::detail
