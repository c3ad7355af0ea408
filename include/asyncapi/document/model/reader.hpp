#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/model/channel.hpp>
#include <asyncapi/document/model/operation.hpp>
#include <asyncapi/document/model/server.hpp>
#include <asyncapi/document/model/server_reader.hpp>
#include <asyncapi/document/model/values.hpp>
#include <asyncapi/document/traits.hpp>
#include <asyncapi/result.hpp>

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

struct model_parts {
    std::vector<server_model> servers;
    std::deque<channel_model> channels;
    std::vector<operation_model> operations;
};

/// Reads a document of version 2 or 3 into its model.
class model_reader : private model_values {
public:
    model_reader(const document& from, model_parts& into) : model_values{from}, parts_{into} {}

    result<void> read() {
        if (!from().version().is_supported())
            return malformed_at({1, 1}, "this is no AsyncAPI document of a version that is known");
        const auto root = from().at("");
        default_content_type_ = text(root, "defaultContentType");
        for_each(root.member("servers"), [&](std::string_view name, const document_value& at) {
            parts_.servers.push_back(server_reader{*this}.read(name, at));
        });
        if (is_version2())
            read_channels2(root);
        else
            read_channels3(root);
        if (problem()) return *problem();
        return {};
    }

private:
    // Channels

    channel_model& read_channel(std::string_view id, const document_value& at) {
        auto& made = parts_.channels.emplace_back();
        made.id = id;
        made.object = at;
        made.bindings = followed(at.member("bindings"));
        for_each(at.member("parameters"), [&](std::string_view name, const document_value& of) {
            auto& added = made.parameters.emplace_back();
            added.name = name;
            added.choices = texts(of.member("enum"));
            added.schema = of.member("schema");
            added.location = text(of, "location");
            if (const auto otherwise = of.member("default"); otherwise && otherwise->IsString())
                added.otherwise = text(of, "default");
        });
        by_value_[at.value] = &made;
        return made;
    }

    void read_channels2(const document_value& root) {
        for_each(root.member("channels"), [&](std::string_view address, const document_value& at) {
            auto& channel = read_channel(address, at);
            channel.address = address;
            channel.servers = texts(at.member("servers"));
            read_operation2(channel, at.member("publish"), action::receive);
            read_operation2(channel, at.member("subscribe"), action::send);
        });
    }

    void read_channels3(const document_value& root) {
        for_each(root.member("channels"), [&](std::string_view id, const document_value& at) {
            auto& channel = read_channel(id, at);
            if (const auto address = at.member("address"); address && address->IsString())
                channel.address = text(at, "address");
            for_each_element(at.member("servers"), [&](const document_value& reference) {
                const auto server = followed(reference);
                if (server) channel.servers.push_back(server_name(server));
            });
            const auto messages = at.member("messages");
            for_each(messages, [&](std::string_view key, const document_value& message) {
                add_message(channel, key, message);
            });
        });
        for_each(root.member("operations"),
                 [&](std::string_view id, const document_value& at) { read_operation3(id, at); });
    }

    std::string server_name(const document_value& server) const {
        for (const auto& each : parts_.servers)
            if (each.object.value == server.value) return each.name;
        return last_token(server.pointer);
    }

    // Messages

    message_model& add_message(channel_model& channel, std::string_view key,
                               const document_value& at) {
        for (auto& known : channel.messages)
            if (known.object.value == at.value) return known;
        follow_traits(at);
        message_model made;
        made.object = at;
        made.key = key;
        made.name = effective_text(at, "name");
        if (made.name.empty()) made.name = effective_text(at, "messageId");
        if (made.name.empty()) made.name = key;
        made.content_type = effective_text(at, "contentType");
        if (made.content_type.empty()) made.content_type = default_content_type_;
        made.payload = read_schema(at.member("payload"), text(at, "schemaFormat"));
        made.headers = read_schema(effective(at, "headers"), {});
        if (const auto id = followed(effective(at, "correlationId")); id)
            made.correlation_id = text(id, "location");
        made.bindings = followed(effective(at, "bindings"));
        return channel.messages.emplace_back(std::move(made));
    }

    // Of a message or an operation with its traits, which have to be there.
    document_value effective(const document_value& at, std::string_view name) const {
        return effective_member(from(), at, name);
    }
    std::string effective_text(const document_value& at, std::string_view name) const {
        return text_in(effective(at, name));
    }
    void follow_traits(const document_value& at) {
        for_each_element(at.member("traits"), [&](const document_value& each) { followed(each); });
    }

    static std::string text_in(const document_value& at) {
        return at && at->IsString() ? std::string{validation::detail::text_of(*at)} : std::string{};
    }

    schema_model read_schema(const document_value& at, std::string format) {
        if (!at) return {};
        const auto target = followed(at);
        const bool is_multi_format =
            !is_version2() && target && target->IsObject() && target.member("schema");
        if (is_multi_format) return {target.member("schema"), text(target, "schemaFormat")};
        return {at, std::move(format)};
    }

    // Operations

    void read_operation2(channel_model& channel, const document_value& at, action what) {
        if (!at || !at->IsObject()) return;
        follow_traits(at);
        operation_model made;
        made.id = effective_text(at, "operationId");
        made.action = what;
        made.channel = &channel;
        made.object = at;
        made.bindings = followed(effective(at, "bindings"));
        for (const auto& message : messages_in(at.member("message")))
            made.messages.push_back(&add_message(channel, key_of(message), message));
        if (const auto reply = at.member("x-reply")) {
            reply_model answer;
            answer.location = text(reply.member("address"), "location");
            for_each_element(reply.member("messages"), [&](const document_value& each) {
                if (const auto message = followed(each))
                    answer.messages.push_back(&add_message(channel, key_of(message), message));
            });
            made.reply = std::move(answer);
        }
        parts_.operations.push_back(std::move(made));
    }

    // One message, or those of `oneOf`.
    std::vector<document_value> messages_in(const document_value& at) {
        std::vector<document_value> found;
        if (!at) return found;
        const auto choice = at.member("oneOf");
        if (!choice) {
            if (auto one = followed(at)) found.push_back(std::move(one));
            return found;
        }
        for_each_element(choice, [&](const document_value& each) {
            if (auto one = followed(each)) found.push_back(std::move(one));
        });
        return found;
    }

    // What `components.messages` calls it.
    static std::string key_of(const document_value& message) {
        constexpr std::string_view components = "/components/messages/";
        if (!message.pointer.starts_with(components)) return {};
        return last_token(message.pointer);
    }

    channel_model* channel_at(const document_value& reference) {
        const auto target = followed(reference);
        if (!target) return nullptr;
        if (const auto known = by_value_.find(target.value); known != by_value_.end())
            return known->second;
        refuse(reference, "the reference leads to no channel of this document");
        return nullptr;
    }

    // Absent: all messages of the channel.
    std::vector<const message_model*> messages_of(channel_model& channel,
                                                  const document_value& list) {
        std::vector<const message_model*> found;
        if (!list) {
            for (const auto& each : channel.messages) found.push_back(&each);
            return found;
        }
        for_each_element(list, [&](const document_value& reference) {
            const auto target = followed(reference);
            if (!target) return;
            for (const auto& each : channel.messages) {
                if (each.object.value != target.value) continue;
                found.push_back(&each);
                return;
            }
            refuse(reference, "the reference leads to no message of the operation's channel");
        });
        return found;
    }

    void read_operation3(std::string_view id, const document_value& at) {
        auto* channel = channel_at(at.member("channel"));
        if (channel == nullptr) return refuse(at, "an operation needs a channel");
        follow_traits(at);
        operation_model made;
        made.id = id;
        made.action = text(at, "action") == "receive" ? action::receive : action::send;
        made.channel = channel;
        made.object = at;
        made.bindings = followed(effective(at, "bindings"));
        made.messages = messages_of(*channel, at.member("messages"));
        if (const auto reply = followed(at.member("reply")))
            made.reply = read_reply(reply, *channel);
        parts_.operations.push_back(std::move(made));
    }

    reply_model read_reply(const document_value& at, channel_model& of_request) {
        reply_model made;
        made.location = text(followed(at.member("address")), "location");
        auto* channel = &of_request;
        if (const auto reference = at.member("channel")) {
            channel = channel_at(reference);
            if (channel == nullptr) return made;
            made.channel = channel;
        }
        made.messages = messages_of(*channel, at.member("messages"));
        return made;
    }

    model_parts& parts_;
    std::string default_content_type_;
    std::map<const rapidjson::Value*, channel_model*> by_value_;
};

}  // namespace asyncapi::detail
