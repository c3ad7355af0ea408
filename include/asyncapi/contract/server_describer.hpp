#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/connector.hpp>
#include <asyncapi/contract/connect_options.hpp>
#include <asyncapi/contract/handshake_values.hpp>
#include <asyncapi/contract/protocol_names.hpp>
#include <asyncapi/contract/server_place.hpp>
#include <asyncapi/contract/server_security.hpp>
#include <asyncapi/detail/lower_case.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/result.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Takes together what a document and a program's options say of a server.
class server_describer {
public:
    server_describer(const document_model& model, perspective as, const server_model& server,
                     const connect_options& options)
        : model_{model}, as_{as}, server_{server}, options_{options} {}

    result<server_description> describe() {
        server_description made;
        made.name = server_.name;
        made.protocol = lower_case(server_.protocol);
        made.protocol_version = server_.protocol_version;
        keys_ = binding_keys(made.protocol);
        auto place = server_place::of(server_, options_.variables);
        if (!place) return place.error();
        made.host = std::move(place->host);
        made.port = place->port;
        made.path = std::move(place->path);
        made.bindings = bindings_in(server_.bindings);
        auto credentials = server_security{model_, server_, options_.credentials}.choose();
        if (!credentials) return credentials.error();
        made.credentials = *std::move(credentials);
        for (const auto& each : model_.channels()) {
            if (!each.is_on(server_.name)) continue;
            auto channel = describe(each);
            if (!channel) return channel.error();
            made.channels.push_back(*std::move(channel));
        }
        made.query = options_.query;
        made.headers = options_.headers;
        made.ca_file = options_.ca_file;
        made.transport_options = options_.transport_options;
        if (!options_.channel.empty()) {
            if (auto chosen = choose_channel(made); !chosen) return chosen.error();
        }
        return made;
    }

private:
    // What bindings call a protocol; a later one's members are beside those of an earlier one.
    static std::vector<std::string_view> binding_keys(std::string_view protocol) {
        struct row {
            std::string_view protocol;
            std::vector<std::string_view> keys;
        };
        static const row rows[] = {
            {"wss", {"ws"}},       {"https", {"http"}},
            {"amqps", {"amqp"}},   {"kafka-secure", {"kafka"}},
            {"stomps", {"stomp"}},
        };
        if (is_mqtt(protocol)) return {"mqtt", "mqtt5"};
        const auto found = std::ranges::find(rows, protocol, &row::protocol);
        return found == std::end(rows) ? std::vector<std::string_view>{protocol} : found->keys;
    }

    std::string bindings_in(const document_value& of) const {
        rapidjson::Document all{rapidjson::kObjectType};
        auto& memory = all.GetAllocator();
        for (const auto key : keys_) {
            const auto found = model_.from().resolve(of.member(key));
            if (!found || !*found || !found->value->IsObject()) continue;
            for (const auto& member : found->value->GetObject()) {
                all.RemoveMember(member.name);
                all.AddMember(rapidjson::Value{member.name, memory},
                              rapidjson::Value{member.value, memory}, memory);
            }
        }
        return all.ObjectEmpty() ? std::string{} : write_json(all);
    }

    // The channel's own word goes before the server's.
    result<bool> is_bare(const channel_model& channel) const {
        auto said = channel.object.member("x-bare");
        if (!said) said = server_.object.member("x-bare");
        if (!said) return false;
        if (said->IsBool()) return said->GetBool();
        const auto position = said.position();
        violation where;
        where.pointer = said.pointer;
        where.reason = "this has to be true or false";
        where.line = position.line;
        where.column = position.column;
        return error{errc::malformed, std::move(where)};
    }

    result<channel_description> describe(const channel_model& channel) const {
        channel_description made;
        const auto bare = is_bare(channel);
        if (!bare) return bare.error();
        made.bare = *bare;
        made.id = channel.id;
        made.address = channel.address.value_or("");
        made.bindings = bindings_in(channel.bindings);
        for (const auto& each : model_.operations()) {
            if (each.channel != &channel) continue;
            auto& added = made.operations.emplace_back();
            added.id = each.id;
            added.sends = does(as_, action::send, each.action);
            added.receives = does(as_, action::receive, each.action);
            added.bindings = bindings_in(each.bindings);
            for (const auto* message : each.messages) added.messages.push_back(message->name);
        }
        for (const auto& each : channel.messages)
            made.messages.push_back({each.name, bindings_in(each.bindings)});
        return made;
    }

    const channel_model* find_channel() const {
        const auto& channels = model_.channels();
        const auto found = std::ranges::find(channels, options_.channel, &channel_model::id);
        return found != channels.end() ? &*found : model_.find_channel(options_.channel);
    }

    result<void> choose_channel(server_description& into) const {
        const auto* channel = find_channel();
        if (channel == nullptr)
            return error{errc::invalid_address,
                         "the document has no channel '" + options_.channel + "'"};
        const auto quoted = "channel '" + channel->id + "'";
        if (!channel->is_on(server_.name))
            return error{errc::invalid_address,
                         quoted + " is not on server '" + server_.name + "'"};
        if (!channel->address)
            return error{errc::invalid_address, quoted + " has no address in the document"};
        const variable_filling filling{channel->parameters, options_.parameters, quoted};
        if (auto known = filling.check_names(); !known) return known.error();
        auto filled = filling.fill(*channel->address);
        if (!filled) return filled.error();
        into.channel = *std::move(filled);
        if (keys_.front() != "ws") return {};
        return handshake_values{model_.from(), channel->bindings.member("ws"), quoted}.check(into);
    }

    const document_model& model_;
    perspective as_;
    const server_model& server_;
    const connect_options& options_;
    std::vector<std::string_view> keys_;
};

/// What to do where a protocol has no transport yet.
inline std::string no_connector(std::string_view server, std::string_view protocol) {
    auto text = "server '" + std::string{server} + "' speaks '" + std::string{protocol} + "': ";
    if (protocol == "ws" || protocol == "wss")
        return text + "include <asyncapi/transports/websocket.hpp>";
    if (is_mqtt(protocol)) return text + "include <asyncapi/transports/mqtt.hpp>";
    return text + "this library has no transport for it; register_connector takes your own";
}

}  // namespace asyncapi::detail
