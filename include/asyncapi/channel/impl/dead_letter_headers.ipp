#pragma once

#include <asyncapi/channel/dead_letter_headers.hpp>
#include <asyncapi/detail/timestamp.hpp>

#include <string>

namespace asyncapi::detail {

ASYNCAPI_DECL void set_dead_letter_headers(header_map& headers, const rejection& letter,
                                           std::chrono::system_clock::time_point when) {
    const auto set = [&headers](std::string_view name, std::string_view value) {
        if (!value.empty()) headers.set(std::string{dead_letter_prefix}.append(name), value);
    };
    const auto& where = letter.why.where();
    set("code", letter.why.code().message());
    set("message", where.message);
    set("pointer", where.pointer);
    set("keyword", where.keyword);
    set("schema-pointer", where.schema_pointer);
    set("detail", letter.why.detail());
    set("address", letter.message.address);
    set("attempt", std::to_string(letter.message.attempt));
    set("time", to_timestamp(when));
}

}  // namespace asyncapi::detail
