#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::checks::detail {

/// The address of a channel.
struct channel_address {
    std::string_view id;
    std::string_view text;
    document_value channel;  ///< behind its references
    document_value stands;   ///< in version 2 the channel whose name is the address
    bool is_root = false;    ///< in `channels`, not in `components.channels`
    bool is_name = false;

    void report(run& asking, std::string message) const {
        if (is_name)
            asking.report_name(stands, std::move(message));
        else
            asking.report(stands, std::move(message));
    }
};

/// In version 2 the names of channels; of those in `components`, the ones that look like addresses.
inline std::vector<channel_address> addresses_of(const run& asking) {
    std::vector<channel_address> found;
    std::set<const rapidjson::Value*> known;
    const auto add = [&](const document_value& map, bool is_root) {
        for (auto& each : entries_of(asking, map)) {
            if (each.name.starts_with("x-")) continue;
            if (!known.insert(each.is.value).second && !is_root) continue;
            if (is_version2(asking)) {
                const bool is_address = is_root || each.name.find_first_of("/{") != each.name.npos;
                if (is_address)
                    found.push_back({each.name, each.name, each.is, each.stands, is_root, true});
            } else if (auto text = each.is.member("address"); text && text->IsString()) {
                found.push_back({each.name, text_of(*text), each.is, std::move(text), is_root});
            }
        }
    };
    add(asking.document().at("/channels"), true);
    add(asking.document().at("/components/channels"), false);
    return found;
}

/// \return the address without the names of its parameters
inline std::string shape_of_address(std::string_view address) {
    std::string made;
    bool is_inside = false;
    for (const char c : address) {
        if (c == '}') is_inside = false;
        if (!is_inside) made += c;
        if (c == '{') is_inside = true;
    }
    return made;
}

/// \return which servers a channel is on, as a text to compare
inline std::string servers_text(const run& asking, const document_value& channel) {
    std::vector<std::string> names;
    for_each_element(channel.member("servers"), [&](const document_value& each) {
        if (each->IsString())
            names.emplace_back(text_of(*each));
        else
            names.push_back(asking.followed(each).pointer);
    });
    std::ranges::sort(names);
    std::string made;
    for (const auto& name : names) (made += '\n') += name;
    return made;
}

inline std::vector<std::string_view> segments_of(std::string_view address) {
    std::vector<std::string_view> found;
    for (;;) {
        const auto slash = address.find_first_of("/.");
        found.push_back(address.substr(0, slash));
        if (slash == address.npos) return found;
        address.remove_prefix(slash + 1);
    }
}

/// \return an address that two templates fit of which neither is narrower than the other; empty:
///         there is none
inline std::string common_address(std::string_view left, std::string_view right) {
    const auto a = segments_of(left);
    const auto b = segments_of(right);
    if (a.size() != b.size()) return {};
    const auto is_open = [](std::string_view segment) {
        return segment.starts_with('{') && segment.ends_with('}');
    };
    bool left_is_wider = false;
    bool right_is_wider = false;
    std::string made;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const bool fits = is_open(a[i]) || is_open(b[i]) || a[i] == b[i];
        if (!fits) return {};
        left_is_wider |= is_open(a[i]) && !is_open(b[i]);
        right_is_wider |= is_open(b[i]) && !is_open(a[i]);
        if (i > 0) made += left[static_cast<std::size_t>(a[i].data() - left.data()) - 1];
        made += is_open(a[i]) ? b[i] : a[i];
    }
    return left_is_wider && right_is_wider ? made : std::string{};
}

}  // namespace asyncapi::checks::detail
