#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/json/document_builder.hpp>
#include <asyncapi/validation/json/parse_error.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <string>
#include <utility>

namespace asyncapi::validation {
namespace detail {

inline error malformed(std::string pointer, std::string reason, std::size_t offset) {
    reason += " at byte " + std::to_string(offset);
    violation where;
    where.pointer = std::move(pointer);
    where.reason = std::move(reason);
    return {errc::malformed, std::move(where)};
}

}  // namespace detail

ASYNCAPI_DECL result<rapidjson::Document> parse_json(std::string_view text, parse_limits limits) {
    if (text.size() > limits.max_bytes)
        return error{errc::too_large, "JSON text of " + std::to_string(text.size()) +
                                          " bytes, more than " + std::to_string(limits.max_bytes)};
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::Document document;
    detail::document_builder builder{document, limits.max_depth};
    // Eight bytes at a time, where the reader would look at each.
    const auto readable = asyncapi::detail::utf8_prefix(text);
    rapidjson::MemoryStream stream{text.data(), readable};
    rapidjson::ParseResult outcome;
    auto read = [&](rapidjson::Document&) {
        rapidjson::Reader reader;
        outcome = reader.Parse<flags>(stream, builder);
        return !outcome.IsError();
    };
    document.Populate(read);
    if (outcome.IsError()) {
        auto why = builder.refusal();
        if (why.empty()) {
            const bool is_cut = readable < text.size() &&
                                outcome.Code() == rapidjson::kParseErrorStringMissQuotationMark;
            why = is_cut ? "the text is not UTF-8" : detail::describe(outcome.Code());
        }
        return detail::malformed(builder.pointer(), std::move(why), outcome.Offset());
    }
    // The reader takes a NUL for the end of the text.
    if (stream.Tell() != text.size())
        return detail::malformed({}, "something follows the value", stream.Tell());
    return document;
}

}  // namespace asyncapi::validation
