#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// How many groups a pattern has and what they are called, found before it is read: a back
/// reference may stand in front of its group.
struct group_names {
    std::uint32_t count = 0;
    std::vector<std::pair<std::u32string_view, std::uint32_t>> names;

    /// \param source  outlives what is returned
    static group_names of(std::u32string_view source) {
        group_names found;
        bool in_class = false;
        for (std::size_t at = 0; at < source.size(); ++at) {
            const char32_t c = source[at];
            if (c == '\\') {
                ++at;
            } else if (in_class) {
                in_class = c != ']';
            } else if (c == '[') {
                in_class = true;
            } else if (c == '(') {
                found.open(source.substr(at + 1));
            }
        }
        return found;
    }

    /// \return 0 when no group has the name
    std::uint32_t number_of(std::u32string_view name) const {
        for (const auto& [known, number] : names)
            if (known == name) return number;
        return 0;
    }

private:
    void open(std::u32string_view rest) {
        if (!rest.starts_with(U"?")) {
            ++count;
            return;
        }
        if (!rest.starts_with(U"?<") || rest.starts_with(U"?<=") || rest.starts_with(U"?<!"))
            return;
        ++count;
        names.emplace_back(rest.substr(2, rest.find(U'>') - 2), count);
    }
};

}  // namespace asyncapi::validation::detail
