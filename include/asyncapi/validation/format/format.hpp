#pragma once

#include <asyncapi/validation/format/base64.hpp>
#include <asyncapi/validation/format/date_time.hpp>
#include <asyncapi/validation/format/duration.hpp>
#include <asyncapi/validation/format/email.hpp>
#include <asyncapi/validation/format/hostname.hpp>
#include <asyncapi/validation/format/ip_address.hpp>
#include <asyncapi/validation/format/json_pointer.hpp>
#include <asyncapi/validation/format/numeric.hpp>
#include <asyncapi/validation/format/regex.hpp>
#include <asyncapi/validation/format/uri_syntax.hpp>
#include <asyncapi/validation/format/uri_template.hpp>
#include <asyncapi/validation/format/uuid.hpp>
#include <asyncapi/validation/json/number.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace asyncapi::validation::detail {

/// A value of `format` that can be asserted. Values of other types satisfy it.
struct format {
    std::string_view name;
    std::string_view phrase;                   ///< with its article, for a sentence
    bool (*text)(std::string_view) = nullptr;  ///< checks a text; nullptr: says nothing of texts
    bool (*numeric)(number) = nullptr;         ///< checks a number; nullptr: says nothing of them
};

inline bool is_any_text(std::string_view) {
    return true;
}

/// Those of draft-07, those of AsyncAPI, and `duration` and `uuid`, which later drafts have.
inline constexpr std::array<format, 26> formats{{
    {"binary", "binary", is_any_text},
    {"byte", "base64 text", is_base64},
    {"date", "a date", is_date},
    {"date-time", "a date-time", is_date_time},
    {"double", "a double", nullptr, is_double},
    {"duration", "a duration", is_duration},
    {"email", "an email address", is_email},
    {"float", "a float", nullptr, is_float},
    {"hostname", "a hostname", is_hostname},
    {"idn-email", "an idn-email address", is_idn_email},
    {"idn-hostname", "an idn-hostname", is_idn_hostname},
    {"int32", "an int32", nullptr, is_int32},
    {"int64", "an int64", nullptr, is_int64},
    {"ipv4", "an ipv4 address", is_ipv4},
    {"ipv6", "an ipv6 address", is_ipv6},
    {"iri", "an iri", is_iri},
    {"iri-reference", "an iri-reference", is_iri_reference},
    {"json-pointer", "a json-pointer", is_json_pointer},
    {"password", "a password", is_any_text},
    {"regex", "a regex", is_regex},
    {"relative-json-pointer", "a relative-json-pointer", is_relative_json_pointer},
    {"time", "a time", is_time},
    {"uri", "a uri", is_uri},
    {"uri-reference", "a uri-reference", is_uri_reference},
    {"uri-template", "a uri-template", is_uri_template},
    {"uuid", "a uuid", is_uuid},
}};

/// \return nullptr for a format that nobody here knows: an annotation
inline const format* find_format(std::string_view name) {
    const auto* const found = std::ranges::find(formats, name, &format::name);
    return found == formats.end() ? nullptr : found;
}

}  // namespace asyncapi::validation::detail
