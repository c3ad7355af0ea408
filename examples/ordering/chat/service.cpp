#include <chat/service.hpp>

#include <contract/identity.hpp>
#include <contract/notification.hpp>

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/websocket/server.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/document.h>

#include <deque>
#include <stdexcept>
#include <utility>

namespace chat {
namespace {

namespace websocket = asyncapi::websocket;

constexpr std::size_t max_text_bytes = 1000;

/// \return the member `text`; nullopt when there is none
std::optional<std::string> text_of(const std::string& body) {
    const auto json = asyncapi::validation::parse_json(body);
    if (!json || !json->IsObject()) return {};
    const auto text = json->FindMember("text");
    if (text == json->MemberEnd() || !text->value.IsString()) return {};
    return contract::shortened({text->value.GetString(), text->value.GetStringLength()},
                               max_text_bytes);
}

/// The newest lines.
class room {
public:
    room(const asyncapi::any_transport& wire, const options& with)
        : wire_{wire},
          lines_{wire, contract::chat_lines},
          limit_{with.history},
          path_{"/hooks/" + contract::new_id("")} {}

    const std::string& path() const noexcept { return path_; }

    websocket::http_response take(const websocket::http_request& request) {
        if (request.target != path_) return {.status = 404, .body = "no such hook\n"};
        if (request.method != "POST") return {.status = 405, .body = "POST a text\n"};
        const auto text = text_of(request.body);
        if (!text) return {.status = 400, .body = "a line needs a text\n"};

        contract::chat_message line{*text, contract::timestamp(wire_->time()->wall_clock())};
        const auto* conversation = request.headers.find("x-correlation-id");
        // News; whoever misses it sees it in the history.
        static_cast<void>(
            lines_.send(line, {.correlation_id = conversation ? *conversation : std::string{}}));
        kept_.push_back(std::move(line));
        if (kept_.size() > limit_) kept_.pop_front();
        return {.body = "ok\n"};
    }

    contract::chat_history newest(std::size_t limit) const {
        contract::chat_history history;
        const auto skip = kept_.size() > limit ? kept_.size() - limit : 0;
        history.messages.assign(kept_.begin() + static_cast<std::ptrdiff_t>(skip), kept_.end());
        return history;
    }

private:
    asyncapi::any_transport wire_;
    asyncapi::channel<contract::chat_message> lines_;
    std::size_t limit_;
    std::string path_;
    std::deque<contract::chat_message> kept_;
};

websocket::server listen(const asyncapi::any_transport& wire, const options& with,
                         std::shared_ptr<room> lines) {
    websocket::server_options server;
    server.address = with.address;
    server.port = with.port;
    server.envelope = false;
    server.bare = false;
    server.on_http = [lines = std::move(lines)](const websocket::http_request& request) {
        return lines->take(request);
    };
    auto listening = websocket::server::listen(wire.get_executor(), std::move(server));
    if (!listening) throw std::runtime_error{"the chat: " + listening.error().to_string()};
    return *std::move(listening);
}

}  // namespace

struct service::inside {
    std::shared_ptr<room> lines;
    websocket::server server;
    std::string webhook;
    asyncapi::responder<contract::chat_history_request, contract::chat_history,
                        contract::invalid_message>
        histories;

    inside(const asyncapi::any_transport& wire, const options& with)
        : lines{std::make_shared<room>(wire, with)},
          server{listen(wire, with, lines)},
          webhook{"http://" + with.address + ":" + std::to_string(server.port()) + lines->path()},
          histories{wire, contract::get_chat_history,
                    [l = lines](asyncapi::received<contract::chat_history_request>& request) {
                        const auto limit = request.payload.limit.value_or(20);
                        return l->newest(static_cast<std::size_t>(limit));
                    },
                    contract::explain} {}
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

const std::string& service::webhook() const noexcept {
    return inside_->webhook;
}

}  // namespace chat
