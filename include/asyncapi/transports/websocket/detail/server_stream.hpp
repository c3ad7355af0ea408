#pragma once

#include <asyncapi/transports/websocket/detail/beast_stream.hpp>

#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/parser.hpp>

#include <cctype>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket::detail {

using asyncapi::detail::busy_poll;
using asyncapi::detail::socket;

namespace http = boost::beast::http;

inline std::string to_text(const http_response& response, bool head, bool keep_alive) {
    const auto status = static_cast<unsigned>(response.status);
    const auto reason = http::obsolete_reason(http::int_to_status(status));
    std::string text =
        "HTTP/1.1 " + std::to_string(status) + " " + std::string{view(reason)} + "\r\n";
    const auto add = [&text](std::string_view name, std::string_view value) {
        const auto harmful = [](std::string_view part) {
            return std::ranges::any_of(
                part, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
        };
        if (name.empty() || harmful(name) || harmful(value) ||
            name.find_first_of(" \t:") != std::string_view::npos) {
            return;
        }
        text.append(name).append(": ").append(value).append("\r\n");
    };
    if (!response.content_type.empty()) add("Content-Type", response.content_type);
    add("Content-Length", std::to_string(response.body.size()));
    add("Connection", keep_alive ? "keep-alive" : "close");
    for (const auto& [name, value] : response.headers) add(name, value);
    text += "\r\n";
    if (!head) text += response.body;
    return text;
}

/// A connection that was accepted: answers HTTP requests until one opens a WebSocket.
class incoming_stream final : public server_stream,
                              public std::enable_shared_from_this<incoming_stream> {
public:
    incoming_stream(std::unique_ptr<socket> accepted, bool encrypted, const stream_limits& limits,
                    const asio::ip::tcp::endpoint& remote, std::shared_ptr<busy_poll> poll)
        : below_{std::make_shared<buffered_socket>(std::move(accepted), std::move(poll))},
          encrypted_{encrypted},
          limits_{limits},
          remote_address_{remote.address().to_string()},
          remote_port_{remote.port()} {}

    void start(std::weak_ptr<server_stream_events> owner) override {
        owner_ = std::move(owner);
        below_->handshake(completion{[self = shared_from_this()](error_code code, std::size_t) {
            if (code) return self->end(code);
            self->next_request();
        }});
    }

    const std::string& remote_address() const noexcept override { return remote_address_; }
    std::uint16_t remote_port() const noexcept override { return remote_port_; }

    void read() override { pump_->read(); }
    bool ready() const noexcept override { return pump_->ready(); }
    void write(const outgoing& message) override { pump_->write(message); }
    void ping() override { pump_->ping(); }
    void close(const close_reason& reason) override { pump_->close(reason); }
    void abort() noexcept override {
        owner_.reset();
        if (pump_) pump_->abort();
        below_->close();
    }
    bool flushed() const noexcept override { return below_->flushed(); }
    std::uint64_t bytes_received() const noexcept override { return below_->bytes_received(); }

private:
    void next_request() {
        parser_.emplace();
        parser_->eager(true);
        constexpr auto most = std::numeric_limits<std::uint32_t>::max();
        parser_->header_limit(
            static_cast<std::uint32_t>(std::min<std::size_t>(limits_.http.max_header_bytes, most)));
        parser_->body_limit(limits_.http.max_body_bytes);
        told_to_continue_ = false;
        parse();
    }

    void parse() {
        if (owner_.expired()) return;
        // The parser takes nothing of a header before it is whole.
        pending_ += below_->input();
        below_->consume(below_->input().size());
        error_code code = http::error::need_more;
        if (!pending_.empty())
            pending_.erase(0, parser_->put(asio::buffer(pending_.data(), pending_.size()), code));
        if (code && code != http::error::need_more) return refuse(code);
        if (parser_->is_done()) return on_request();
        if (parser_->is_header_done() && !std::exchange(told_to_continue_, true) &&
            view(parser_->get()[http::field::expect]) == "100-continue") {
            below_->send("HTTP/1.1 100 Continue\r\n\r\n");
        }
        below_->fill(completion{[self = shared_from_this()](error_code why, std::size_t) {
            if (why) return self->end(why);
            self->parse();
        }});
    }

    void refuse(error_code code) {
        http_response answer{.status = 400, .body = code.message() + "\n"};
        if (code == http::error::header_limit) answer.status = 431;
        if (code == http::error::body_limit) answer.status = 413;
        respond(answer, false, false);
    }

    void on_request() {
        const auto owner = owner_.lock();
        if (!owner) return;
        const auto& raw = parser_->get();
        http_request request{.method = std::string{view(raw.method_string())},
                             .target = std::string{view(raw.target())},
                             .headers = {},
                             .body = raw.body(),
                             .remote_address = remote_address_};
        for (const auto& field : raw) {
            std::string name{view(field.name_string())};
            for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            const auto* earlier = request.headers.find(name);
            const auto value = view(field.value());
            request.headers.set(
                name, earlier ? *earlier + ", " + std::string{value} : std::string{value});
        }
        if (!beast::websocket::is_upgrade(raw)) {
            const auto answer = owner->on_request(request);
            respond(answer, raw.method() == http::verb::head, raw.keep_alive());
            return;
        }
        const auto answer = owner->on_upgrade(request, encrypted_);
        if (const auto* refusal = std::get_if<http_response>(&answer)) {
            respond(*refusal, false, false);
            return;
        }
        if (owner_.expired()) return;
        below_->unread(std::exchange(pending_, {}));
        pump_ = std::make_shared<websocket_pump>(below_, limits_, owner_, beast::role_type::server);
        pump_->accept(raw, std::get<upgrade_accepted>(answer).subprotocol);
    }

    void respond(const http_response& answer, bool head, bool keep_alive) {
        if (owner_.expired()) return;
        below_->send(to_text(answer, head, keep_alive));
        below_->when_flushed(
            completion{[self = shared_from_this(), keep_alive](error_code code, std::size_t) {
                if (code) return self->end(code);
                if (keep_alive) return self->next_request();
                self->below_->shutdown(completion{[self](error_code why, std::size_t) {
                    self->end(why ? why : asio::error::eof);
                }});
            }});
    }

    void end(const error& why) {
        const auto owner = std::exchange(owner_, {}).lock();
        below_->close();
        if (owner) owner->on_end({}, why);
    }

    std::shared_ptr<buffered_socket> below_;
    const bool encrypted_;
    const stream_limits limits_;
    const std::string remote_address_;
    const std::uint16_t remote_port_;
    std::weak_ptr<server_stream_events> owner_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::string pending_;
    bool told_to_continue_ = false;
    std::shared_ptr<websocket_pump> pump_;
};

}  // namespace asyncapi::websocket::detail
