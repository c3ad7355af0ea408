#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace asyncapi::checks::detail {

/// What a security scheme of a type has besides `type` and `description`.
struct scheme_members {
    std::string_view type;
    std::span<const std::string_view> required;
    std::span<const std::string_view> optional = {};
};

inline constexpr std::array<std::string_view, 2> http_api_key_members{"name", "in"};
inline constexpr std::array<std::string_view, 1> api_key_members{"in"};
inline constexpr std::array<std::string_view, 1> http_members{"scheme"};
inline constexpr std::array<std::string_view, 1> http_optional{"bearerFormat"};
inline constexpr std::array<std::string_view, 1> oauth2_members{"flows"};
inline constexpr std::array<std::string_view, 1> open_id_members{"openIdConnectUrl"};
inline constexpr std::array<std::string_view, 1> scoped_optional{"scopes"};

/// \see AsyncAPI 3.0.0, Security Scheme Object, column "Applies To"
inline constexpr std::array members_by_type{
    scheme_members{"apiKey", api_key_members}, scheme_members{"httpApiKey", http_api_key_members},
    scheme_members{"http", http_members, http_optional},
    scheme_members{"oauth2", oauth2_members, scoped_optional},
    scheme_members{"openIdConnect", open_id_members, scoped_optional}};

/// Members that only some types have.
inline constexpr std::array<std::string_view, 7> conditional_members{
    "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "scopes"};

constexpr scheme_members members_of_type(std::string_view type) {
    const auto found = std::ranges::find(members_by_type, type, &scheme_members::type);
    return found == members_by_type.end() ? scheme_members{type, {}} : *found;
}

constexpr bool has_scopes(std::string_view type) {
    return type == "oauth2" || type == "openIdConnect";
}

/// \see AsyncAPI 3.0.0, OAuth Flow Object, column "Applies To"
constexpr bool flow_has(std::string_view flow, std::string_view member) {
    if (member == "authorizationUrl") return flow == "implicit" || flow == "authorizationCode";
    return flow != "implicit";
}

}  // namespace asyncapi::checks::detail
