#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <string_view>
#include <vector>

namespace asyncapi::checks::detail {

/// A member of a server with variables in it.
struct server_template {
    std::string_view member;  ///< `url`, `host` or `pathname`
    std::string_view text;
};

inline std::vector<server_template> templates_of(const site& server) {
    std::vector<server_template> found;
    for (const std::string_view member : {"url", "host", "pathname"}) {
        const auto* text = server.member(member);
        if (text != nullptr && text->IsString()) found.push_back({member, text_of(*text)});
    }
    return found;
}

}  // namespace asyncapi::checks::detail
