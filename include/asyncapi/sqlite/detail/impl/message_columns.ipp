#pragma once

#include <asyncapi/sqlite/detail/message_columns.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <chrono>

namespace asyncapi::sqlite::detail {

inline std::string to_text(const header_map& headers) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    writer.StartObject();
    for (const auto& [name, value] : headers) {
        writer.Key(name.c_str(), static_cast<rapidjson::SizeType>(name.size()));
        writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
    }
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

inline header_map to_headers(const std::string& text) {
    header_map headers;
    rapidjson::Document json;
    json.Parse(text.data(), text.size());
    if (json.HasParseError() || !json.IsObject()) return headers;
    for (const auto& member : json.GetObject()) {
        if (!member.value.IsString()) continue;
        headers.set({member.name.GetString(), member.name.GetStringLength()},
                    {member.value.GetString(), member.value.GetStringLength()});
    }
    return headers;
}

ASYNCAPI_DECL void bind_message(statement& to, const outbound& message) {
    const auto& with = *message.metadata;
    to.bind(1, message.address)
        .bind_bytes(2, message.payload)
        .bind(3, message.binary ? 1 : 0)
        .bind(4, with.message_name)
        .bind(5, with.message_id)
        .bind(6, with.correlation_id)
        .bind(7, with.reply_address)
        .bind(8, with.content_type)
        .bind(10, with.trace.traceparent)
        .bind(11, with.trace.tracestate)
        .bind(12, to_text(with.headers));
    if (with.time) {
        using namespace std::chrono;
        to.bind(9, floor<milliseconds>(*with.time).time_since_epoch().count());
    }
}

ASYNCAPI_DECL stored_message read_message(const statement& from, int first) {
    stored_message read;
    auto& with = read.metadata;
    read.address = from.text(first);
    read.payload = from.text(first + 1);
    read.binary = from.number(first + 2) != 0;
    with.message_name = from.text(first + 3);
    with.message_id = from.text(first + 4);
    with.correlation_id = from.text(first + 5);
    with.reply_address = from.text(first + 6);
    with.content_type = from.text(first + 7);
    if (!from.is_null(first + 8)) {
        with.time = std::chrono::system_clock::time_point{
            std::chrono::milliseconds{from.number(first + 8)}};
    }
    with.trace = {from.text(first + 9), from.text(first + 10)};
    with.headers = to_headers(from.text(first + 11));
    return read;
}

}  // namespace asyncapi::sqlite::detail
