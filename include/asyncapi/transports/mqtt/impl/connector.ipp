#pragma once

#include <asyncapi/transports/mqtt/client.hpp>
#include <asyncapi/transports/mqtt/connector.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt {
namespace detail {

/// The members of a binding object, each of the type that the specification gives it.
class binding_reader {
public:
    /// \param where  what it is the binding of, for errors
    binding_reader(const std::string& text, std::string where) : where_{std::move(where)} {
        if (text.empty()) return;
        json_.Parse(text.data(), text.size());
        if (json_.HasParseError() || !json_.IsObject()) fail("", "an object");
        object_ = json_.IsObject() ? &json_ : nullptr;
    }

    std::optional<std::int64_t> integer(const char* name, std::int64_t least, std::int64_t most) {
        const auto* const found = find(name);
        // A schema of the value says nothing of the value.
        if (found == nullptr || found->IsObject()) return {};
        if (found->IsInt64() && found->GetInt64() >= least && found->GetInt64() <= most)
            return found->GetInt64();
        fail(name, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
        return {};
    }
    std::optional<bool> boolean(const char* name) {
        const auto* const found = find(name);
        if (found == nullptr) return {};
        if (!found->IsBool()) fail(name, "true or false");
        return found->IsBool() ? std::optional{found->GetBool()} : std::nullopt;
    }
    std::optional<std::string> text_or_schema(const char* name) {
        const auto* const found = find(name);
        return found != nullptr && found->IsObject() ? std::nullopt : text(name);
    }
    std::optional<std::string> text(const char* name) {
        const auto* const found = find(name);
        if (found == nullptr) return {};
        if (!found->IsString()) {
            fail(name, "a text");
            return {};
        }
        return std::string{found->GetString(), found->GetStringLength()};
    }
    /// Goes into the object of that name. \return whether there is one
    bool enter(const char* name) {
        const auto* const found = find(name);
        if (found != nullptr && found->IsObject()) {
            object_ = found;
            return true;
        }
        if (found != nullptr) fail(name, "an object");
        return false;
    }

    const std::optional<error>& problem() const noexcept { return problem_; }

private:
    const rapidjson::Value* find(const char* name) const {
        if (object_ == nullptr) return nullptr;
        const auto at = object_->FindMember(name);
        return at == object_->MemberEnd() ? nullptr : &at->value;
    }
    void fail(const std::string& name, const std::string& wanted) {
        if (!problem_)
            problem_ = error{errc::malformed, where_ + ": its MQTT binding" +
                                                  (name.empty() ? "" : "'s " + name) + " is not " +
                                                  wanted};
    }

    std::string where_;
    rapidjson::Document json_;
    const rapidjson::Value* object_ = nullptr;
    std::optional<error> problem_;
};

inline std::optional<error> apply_server(const server_description& server, client_options& to) {
    binding_reader binding{server.bindings, "server " + server.name};
    if (auto id = binding.text("clientId")) to.client_id = *std::move(id);
    if (const auto clean = binding.boolean("cleanSession")) to.clean_start = *clean;
    if (const auto seconds = binding.integer("keepAlive", 0, 65'535))
        to.times.keep_alive = std::chrono::seconds{*seconds};
    if (const auto seconds = binding.integer("sessionExpiryInterval", 0, 4'294'967'295))
        to.session_expiry = std::chrono::seconds{*seconds};
    if (!binding.enter("lastWill")) return binding.problem();
    last_will will;
    will.address = binding.text("topic").value_or("");
    will.payload = binding.text("message").value_or("");
    will.qos = static_cast<qos>(binding.integer("qos", 0, 2).value_or(0));
    will.retain = binding.boolean("retain").value_or(false);
    if (!binding.problem() && will.address.empty())
        return error{errc::malformed, "server " + server.name + ": its lastWill has no topic"};
    to.will = std::move(will);
    return binding.problem();
}

inline std::optional<error> apply_operations(const channel_description& channel,
                                             client_options& to) {
    for (const auto& operation : channel.operations) {
        if (!operation.sends || channel.address.empty()) continue;
        binding_reader binding{operation.bindings, "operation " + operation.id};
        sending how{.filter = channel.address};
        if (const auto level = binding.integer("qos", 0, 2)) how.qos = static_cast<qos>(*level);
        how.retain = binding.boolean("retain").value_or(false);
        if (const auto seconds = binding.integer("messageExpiryInterval", 0, 2'147'483'647))
            how.expires_in = std::chrono::seconds{*seconds};
        if (binding.problem()) return binding.problem();
        if (how.qos || how.retain || how.expires_in) to.send.push_back(std::move(how));
    }
    return {};
}

/// Of several messages of a name the first that says something counts.
inline std::optional<error> apply_messages(const channel_description& channel, client_options& to) {
    for (const auto& message : channel.messages) {
        binding_reader binding{message.bindings, "message " + message.name};
        message_defaults made{.name = message.name};
        made.content_type = binding.text("contentType").value_or("");
        made.reply_address = binding.text_or_schema("responseTopic").value_or("");
        if (binding.problem()) return binding.problem();
        if (!made.content_type.empty() || !made.reply_address.empty())
            to.messages.push_back(std::move(made));
    }
    return {};
}

/// A client has one quality of service for all it subscribes to: the highest that is asked for.
inline std::optional<error> apply_receiving(const server_description& server, client_options& to) {
    std::optional<qos> highest;
    bool any_said = false;
    for (const auto& channel : server.channels) {
        for (const auto& operation : channel.operations) {
            if (!operation.receives) continue;
            binding_reader binding{operation.bindings, "operation " + operation.id};
            const auto level = binding.integer("qos", 0, 2);
            if (binding.problem()) return binding.problem();
            any_said = any_said || level;
            const auto wanted = level ? static_cast<qos>(*level) : to.subscribe_qos;
            highest = std::max(highest.value_or(wanted), wanted);
        }
    }
    if (any_said) to.subscribe_qos = *highest;
    return {};
}

inline std::optional<error> apply_credentials(const server_description& server, bool secure,
                                              client_options& to) {
    const auto& from = server.credentials;
    if (!from.headers.empty() || !from.query.empty() || !from.cookies.empty() ||
        !server.query.empty() || !server.headers.empty()) {
        return error{errc::unsupported,
                     "server " + server.name + ": MQTT has no place for what HTTP carries"};
    }
    if (!from.certificate_file.empty()) {
        if (!secure)
            return error{errc::unsupported,
                         "server " + server.name + ": a certificate needs the protocol mqtts"};
        to.tls.certificate_file = from.certificate_file;
        to.tls.private_key_file = from.private_key_file;
    }
    if (!server.ca_file.empty()) to.tls.ca_file = server.ca_file;
    if (!from.user && !from.password) return {};
    // \see MQTT 3.1.1 section 3.1.2.9
    if (!from.user && to.version == version::v3_1_1) {
        return error{
            errc::unsupported,
            "server " + server.name + ": MQTT 3.1.1 takes a password or a token with a user only"};
    }
    to.renew_login = [from]() -> result<login> {
        login made;
        if (from.user) {
            auto user = from.user.get();
            if (!user) return user.error();
            made.user_name = *std::move(user);
        }
        if (from.password) {
            auto password = from.password.get();
            if (!password) return password.error();
            made.password = *std::move(password);
        }
        return made;
    };
    return {};
}

inline result<version> version_of(const server_description& server, version otherwise) {
    const std::string_view said = server.protocol_version;
    if (said == "5" || said.starts_with("5.")) return version::v5;
    if (said == "4" || said.starts_with("3.1")) return version::v3_1_1;
    if (said.empty()) return server.protocol == "mqtt5" ? version::v5 : otherwise;
    return error{errc::unsupported, "server " + server.name + ": MQTT " + std::string{said} +
                                        " is not spoken here: 3.1.1 and 5 are"};
}

}  // namespace detail

ASYNCAPI_DECL result<client_options> options_for(const server_description& server) {
    client_options made;
    if (server.transport_options.has_value()) {
        const auto* const given = std::any_cast<client_options>(&server.transport_options);
        if (given == nullptr)
            return error{errc::unsupported,
                         "server " + server.name + ": its options are no mqtt::client_options"};
        made = *given;
    }
    const bool secure = server.protocol == "mqtts" || server.protocol == "secure-mqtt";
    const bool bracketed = server.host.find(':') != std::string::npos;
    made.url = (secure ? "mqtts://" : "mqtt://") +
               (bracketed ? "[" + server.host + "]" : server.host) +
               (server.port == 0 ? std::string{} : ":" + std::to_string(server.port));
    auto spoken = detail::version_of(server, made.version);
    if (!spoken) return spoken.error();
    made.version = *spoken;
    if (auto problem = detail::apply_server(server, made)) return *std::move(problem);
    for (const auto& channel : server.channels) {
        if (auto problem = detail::apply_operations(channel, made)) return *std::move(problem);
        if (auto problem = detail::apply_messages(channel, made)) return *std::move(problem);
        if (channel.bare && !channel.address.empty()) made.bare.push_back(channel.address);
    }
    if (auto problem = detail::apply_receiving(server, made)) return *std::move(problem);
    if (auto problem = detail::apply_credentials(server, secure, made)) return *std::move(problem);
    return made;
}

ASYNCAPI_DECL result<any_transport> connect(const asio::any_io_executor& executor,
                                            const server_description& server) {
    auto options = options_for(server);
    if (!options) return options.error();
    return any_transport{client{executor, *std::move(options)}};
}

}  // namespace asyncapi::mqtt
