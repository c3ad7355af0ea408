#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace asyncapi {

/// Major and minor version of the specification that a document follows: patches are not told
/// apart.
///
/// \see AsyncAPI 3.0.0, AsyncAPI Version String
struct specification_version {
    std::uint16_t major = 0;
    std::uint16_t minor = 0;

    friend auto operator<=>(const specification_version&, const specification_version&) = default;

    /// \param text  `major.minor.patch`, with a `-suffix` if there is one
    static std::optional<specification_version> parse(std::string_view text) {
        specification_version made;
        std::uint16_t patch = 0;
        const auto number = [&text](std::uint16_t& value) {
            const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
            if (read.ec != std::errc{}) return false;
            text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
            return true;
        };
        const auto dot = [&text] {
            const bool there = text.starts_with('.');
            if (there) text.remove_prefix(1);
            return there;
        };
        if (!(number(made.major) && dot() && number(made.minor) && dot() && number(patch)))
            return {};
        if (!text.empty() && (text.front() != '-' || text.size() == 1)) return {};
        return made;
    }

    bool is_supported() const { return (major == 2 && minor <= 6) || (major == 3 && minor <= 1); }

    std::string to_string() const { return std::to_string(major) + '.' + std::to_string(minor); }
};

}  // namespace asyncapi
