#pragma once

#include <asyncapi/detail/lower_case.hpp>
#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>
#include <asyncapi/document/schema_format.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::checks {

namespace detail {

/// A media type in lower case, without its parameters.
inline std::string media_type(std::string_view text) {
    std::string type{text.substr(0, text.find(';'))};
    while (type.ends_with(' ')) type.pop_back();
    return asyncapi::detail::lower_case(std::move(type));
}

inline std::string payload_format(const run& asking, const site& message) {
    const auto object = message.where();
    const auto holder = is_version2(asking) ? object : asking.followed(object, "payload");
    const auto format = holder.member("schemaFormat");
    return format && format->IsString() ? std::string{text_of(*format)} : std::string{};
}

// Both languages have a JSON of their own, so that this is no more than unlikely.
inline void find_unlikely_content_types(run& asking, const site& at) {
    const auto stated = effective_member(asking.document(), at.where(), "contentType");
    if (!stated || !stated->IsString() || at.member("payload") == nullptr) return;
    const auto type = media_type(text_of(*stated));
    const auto language = language_of(payload_format(asking, at));
    const bool is_binary =
        language == schema_language::avro || language == schema_language::protobuf;
    if (is_binary && type == "application/json")
        return asking.report(stated, std::string{"the payload's schema is one of "} +
                                         (language == schema_language::avro ? "Avro" : "Protobuf") +
                                         ", whose messages are seldom " +
                                         quoted(std::string_view{type}));
    const auto schema = schema_in(asking, at.where().member("payload"));
    const auto said = schema.member("type");
    if (type != "text/plain" || !is_enforceable(language) || !said || !said->IsString()) return;
    const auto kind = text_of(*said);
    if (kind == "object" || kind == "array")
        asking.report(stated, "\"text/plain\" holds no " + std::string{kind} +
                                  ", which the payload's schema asks for");
}

}  // namespace detail

inline constexpr rule unlikely_content_type{
    .code = "unlikely-content-type",
    .level = severity::warning,
    .summary = "The content type of a message is one that its payload's schema can describe.",
    .specification =
        "Message Object, contentType: \"The content type to use when encoding/decoding a message's "
        "payload\"",
    .on_object = detail::find_unlikely_content_types,
    .only = {&grammar::version2::message, &grammar::version3::message}};

}  // namespace asyncapi::checks
