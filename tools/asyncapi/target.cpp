#include "target.hpp"

#include <asyncapi/contract.hpp>
#include <asyncapi/detail/lower_case.hpp>
#include <asyncapi/transports/detail/authority.hpp>
#include <asyncapi/transports/websocket.hpp>
#ifdef ASYNCAPI_TOOL_SPEAKS_MQTT
#include <asyncapi/transports/mqtt.hpp>
#endif

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::tool {
namespace {

#ifdef ASYNCAPI_TOOL_SPEAKS_MQTT
constexpr auto spoken = "ws, wss, mqtt and mqtts";
#else
constexpr auto spoken = "ws and wss";
#endif

bool is_mqtt(const server_description& server) {
    return server.protocol.find("mqtt") != std::string::npos;
}

secret from_environment(const char* name) {
    const auto* const value = std::getenv(name);
    return value == nullptr ? secret{} : secret{value};
}

credential given(const target& at) {
    credential own;
    if (!at.user.empty()) own.user = at.user;
    own.password = from_environment("ASYNCAPI_PASSWORD");
    own.token = from_environment("ASYNCAPI_TOKEN");
    own.certificate_file = at.certificate_file;
    own.private_key_file = at.key_file;
    return own;
}

result<server_description> of_document(const target& at, const document& from) {
    auto bound = contract::of(from, perspective::counterparty);
    if (!bound) return bound.error();
    connect_options options;
    options.ca_file = at.ca_file;
    const auto model = bound->model();
    if (const auto* const server = model.find_server(at.server)) {
        for (const auto& alternative : server->security)
            for (const auto& scheme : alternative.schemes)
                options.credentials[scheme.name] = given(at);
    }
    return bound->describe(at.server, options);
}

result<server_description> of_url(const target& at) {
    const std::string_view url = at.url;
    const auto scheme_end = std::min(url.find("://"), url.size());
    server_description made;
    made.name = "of --url";
    made.protocol = detail::lower_case(std::string{url.substr(0, scheme_end)});
    if (scheme_end == url.size()) return error{errc::invalid_address, "the URL has no scheme"};
    const auto rest = url.substr(scheme_end + 3);
    const auto path = std::min(rest.find_first_of("/?"), rest.size());
    auto where = detail::read_authority(rest.substr(0, path));
    if (!where) return where.error();
    made.host = std::move(where->host);
    if (!where->port.empty()) made.port = static_cast<std::uint16_t>(std::stoi(where->port));
    made.path = rest.substr(path);
    if (is_mqtt(made) && path + 1 < rest.size())
        return error{errc::invalid_address, "the URL of an MQTT broker ends with its port"};

    auto own = given(at);
    auto& to = made.credentials;
    to.user = own.user;
    to.password = own.password;
    to.certificate_file = own.certificate_file;
    to.private_key_file = own.private_key_file;
    made.ca_file = at.ca_file;
    if (!own.token) return made;
    if (is_mqtt(made)) {
        to.password = own.token;
    } else {
        auto bearer = [token = own.token]() -> result<std::string> {
            auto text = token.get();
            if (!text) return text;
            return "Bearer " + *text;
        };
        to.headers.emplace_back("Authorization", std::move(bearer));
    }
    return made;
}

}  // namespace

result<server_description> describe(const target& at, const document& from) {
    auto made = at.url.empty() ? of_document(at, from) : of_url(at);
    if (!made) return made;
    if (!find_connector(made->protocol))
        return error{errc::unsupported, "only servers of " + std::string{spoken} +
                                            " can be reached, not of '" + made->protocol + "'"};
    made->bindings.clear();
    made->channels.clear();
    if (!at.mqtt_version.empty()) made->protocol_version = at.mqtt_version;
    return made;
}

result<any_transport> connect(const boost::asio::any_io_executor& executor,
                              server_description server,
                              std::function<void(const error&)> on_loss) {
    auto on_state = [tell = std::move(on_loss)](connection_state, const error* why) {
        if (why != nullptr) tell(*why);
    };
#ifdef ASYNCAPI_TOOL_SPEAKS_MQTT
    if (is_mqtt(server)) {
        mqtt::client_options own;
        own.on_state = std::move(on_state);
        server.transport_options = std::move(own);
        return find_connector(server.protocol)(executor, server);
    }
#endif
    websocket::client_options own;
    own.on_state = std::move(on_state);
    server.transport_options = std::move(own);
    return find_connector(server.protocol)(executor, server);
}

}  // namespace asyncapi::tool
