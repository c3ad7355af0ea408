#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// Longest topic or filter; MQTT itself ends at 65,535.
inline constexpr std::size_t max_topic_bytes = 1024;

inline bool is_plain(std::string_view text) {
    return !text.empty() && text.size() <= max_topic_bytes && asyncapi::detail::is_utf8(text) &&
           std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// Whether an address can be a topic to publish to.
///
/// \see MQTT 5 section 4.7
inline result<void> check_topic(std::string_view address) {
    if (is_plain(address) && asyncapi::detail::is_concrete(address) &&
        !address.starts_with("$share/"))
        return {};
    return error{errc::invalid_address, "cannot send to '" + std::string{address} + "'"};
}

/// The topic filter of an address template: a parameter makes its level a wildcard, what is more
/// precise about it is matched here.
///
/// \return `invalid_address` for what no broker takes
inline result<std::string> to_topic_filter(std::string_view address) {
    const auto wrong = [&](const char* why) {
        return error{errc::invalid_address,
                     "cannot subscribe to " + std::string{address} + ": " + why};
    };
    if (!is_plain(address)) return wrong("it is empty, too long or no plain text");
    if (address.starts_with("$share/")) return wrong("groups are named in subscribe_options");
    std::string filter;
    for (auto rest = address;;) {
        const auto end = rest.find('/');
        const auto level = rest.substr(0, end);
        if (level.find('{') != std::string_view::npos) {
            filter += '+';
        } else {
            if (level.size() > 1 && level.find_first_of("+#") != std::string_view::npos)
                return wrong("a wildcard stands for a whole level");
            if (level == "#" && end != std::string_view::npos) return wrong("# is the last level");
            filter += level;
        }
        if (end == std::string_view::npos) return filter;
        filter += '/';
        rest.remove_prefix(end + 1);
    }
}

/// Whether a broker sends what is published to a topic to who subscribed to a filter.
///
/// \see MQTT 5 section 4.7.2: wildcards do not have topics that begin with $
inline bool filter_has(std::string_view filter, std::string_view topic) {
    if (topic.starts_with('$') && (filter.starts_with('+') || filter.starts_with('#')))
        return false;
    return address_template{filter}.match(topic).has_value();
}

/// \see MQTT 5 section 4.8.2
inline result<std::string> to_shared_filter(const std::string& group, const std::string& filter) {
    if (group.empty()) return filter;
    if (!is_plain(group) || group.find_first_of("/+#") != std::string::npos)
        return error{errc::invalid_address, "not a group's name: " + group};
    return "$share/" + group + "/" + filter;
}

}  // namespace asyncapi::mqtt::detail
