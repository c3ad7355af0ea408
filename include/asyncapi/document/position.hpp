#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace asyncapi {

/// A place in a text, for a person: both count from 1, columns in bytes. Line 0 is nowhere.
struct text_position {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend bool operator==(const text_position&, const text_position&) = default;
    friend auto operator<=>(const text_position&, const text_position&) = default;
};

/// Finds the line of a byte of a text, which it does not keep.
class line_table {
public:
    line_table() = default;
    explicit line_table(std::string_view text) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const bool alone = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
            if (text[at] == '\n' || alone) starts_.push_back(at + 1);
        }
    }

    text_position position(std::size_t offset) const {
        const auto after = std::ranges::upper_bound(starts_, offset);
        const auto line = static_cast<std::size_t>(after - starts_.begin());
        return {static_cast<std::uint32_t>(line),
                static_cast<std::uint32_t>(offset - starts_[line - 1] + 1)};
    }

    /// \return the byte at which a line begins; of lines behind the last, the last one's
    std::size_t begin_of(std::uint32_t line) const {
        return starts_[std::clamp<std::size_t>(line, 1, starts_.size()) - 1];
    }

    /// \return a line of the text that the table is of, without its end
    std::string_view line_of(std::string_view text, std::uint32_t line) const {
        const auto begin = begin_of(line);
        const auto end = line < starts_.size() ? starts_[line] : text.size();
        auto found = text.substr(begin, end - begin);
        while (found.ends_with('\n') || found.ends_with('\r')) found.remove_suffix(1);
        return found;
    }

    std::size_t lines() const noexcept { return starts_.size(); }

private:
    std::vector<std::size_t> starts_{0};
};

}  // namespace asyncapi
