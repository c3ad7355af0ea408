#pragma once

#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/outgoing.hpp>
#include <asyncapi/codec/impl/headers.ipp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>
#include <utility>

namespace asyncapi::detail {

inline std::string error_payload(const error& why, std::string_view correlation_id) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    const auto member = [&](const char* name, std::string_view text) {
        writer.Key(name);
        writer.String(text.data() ? text.data() : "",
                      static_cast<rapidjson::SizeType>(text.size()));
    };
    const auto& where = why.where();
    writer.StartObject();
    member("code", why.code().message());
    member("message", where.message);
    member("pointer", where.pointer);
    member("keyword", where.keyword);
    member("schemaPointer", where.schema_pointer);
    member("reason", where.reason);
    if (!correlation_id.empty()) member("correlationId", correlation_id);
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

ASYNCAPI_DECL void send_error_reply(const any_transport& wire, const metadata& request,
                                    std::string_view address, const error& why) {
    if (address.empty()) return;
    metadata with;
    with.message_id = metadata::make_id();
    with.correlation_id = request.correlation_id;
    with.content_type = "application/json";
    with.time = wire->time()->wall_clock();
    with.trace = request.trace.child();
    with.headers.set(error_header, why.code().message());
    static_cast<void>(
        publish(wire, "error replies", address, error_payload(why, with.correlation_id), with));
}

ASYNCAPI_DECL bool recognise_error(delivery& reply) {
    if (!reply.bare) return false;
    const auto json = validation::parse_json(reply.payload);
    if (!json || !json->IsObject() || !json->HasMember("schemaPointer")) return false;
    const auto code = json->FindMember("code");
    const auto id = json->FindMember("correlationId");
    if (code == json->MemberEnd() || !code->value.IsString() || id == json->MemberEnd() ||
        !id->value.IsString()) {
        return false;
    }
    reply.metadata.headers.set(error_header, text_of(code->value));
    reply.metadata.correlation_id = text_of(id->value);
    return true;
}

ASYNCAPI_DECL void send_refusal(const any_transport& wire, delivery message,
                                std::string_view address, const error& why) {
    if (message.bare && (message.metadata.correlation_id.empty() || recognise_error(message)))
        return;
    send_error_reply(wire, message.metadata, address, why);
}

ASYNCAPI_DECL std::optional<error> error_in_reply(const delivery& reply) {
    if (reply.metadata.headers.find(error_header) == nullptr) return {};
    violation where;
    if (const auto json = validation::parse_json(reply.payload); json && json->IsObject()) {
        const auto text = [&](const char* name) -> std::string {
            const auto member = json->FindMember(name);
            if (member == json->MemberEnd() || !member->value.IsString()) return {};
            return std::string{text_of(member->value).substr(0, error::max_detail_bytes)};
        };
        where = {text("message"), text("pointer"), text("keyword"), text("schemaPointer"),
                 text("reason")};
    }
    return error{errc::rejected, std::move(where)};
}

}  // namespace asyncapi::detail
