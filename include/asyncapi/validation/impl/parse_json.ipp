#pragma once

#include <asyncapi/validation/json/document_builder.hpp>
#include <asyncapi/validation/json/utf8.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <string>
#include <utility>

namespace asyncapi::validation {
namespace detail {

inline const char* describe(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty:
            return "there is no value";
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "something follows the value";
        case rapidjson::kParseErrorObjectMissName:
            return "a member has no name";
        case rapidjson::kParseErrorObjectMissColon:
            return "a colon is missing after a name";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a comma or } is missing";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a comma or ] is missing";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "\\u is not followed by four hexadecimal digits";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "half a surrogate pair";
        case rapidjson::kParseErrorStringEscapeInvalid:
            return "an unknown escape, or a control character that is not escaped";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "a string does not end";
        case rapidjson::kParseErrorNumberTooBig:
            return "a number is too large";
        case rapidjson::kParseErrorNumberMissFraction:
            return "no digit follows the decimal point";
        case rapidjson::kParseErrorNumberMissExponent:
            return "no digit follows the exponent";
        default:
            return "this is not a JSON value";
    }
}

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
    const auto readable = detail::utf8_prefix(text);
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
