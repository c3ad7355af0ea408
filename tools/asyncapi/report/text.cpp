#include "report.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace asyncapi::tool {
namespace {

using checks::severity;

struct paint {
    bool is_on;

    std::string_view operator()(std::string_view code) const { return is_on ? code : ""; }
    std::string_view of(severity level) const {
        constexpr std::array codes{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};
        return (*this)(codes[static_cast<std::size_t>(level)]);
    }
    std::string_view off() const { return (*this)("\x1b[0m"); }
};

std::string_view line_of(const judged_file& file, const checks::finding& found) {
    const auto source = std::ranges::find_if(
        file.sources, [&](const auto& each) { return each->uri() == found.uri; });
    if (source != file.sources.end())
        return (*source)->lines().line_of((*source)->text(), found.at.line);
    if (found.uri != file.name) return {};
    return line_table{file.text}.line_of(file.text, found.at.line);
}

// Bytes that would move the cursor or the caret become one column each.
std::string printable(std::string_view text) {
    std::string made{text};
    std::ranges::replace_if(
        made, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return made;
}

std::size_t columns(std::string_view text) {
    return asyncapi::detail::utf8_size(text);
}

void show_line(std::ostream& out, const judged_file& file, const checks::finding& found,
               const paint& colour) {
    constexpr std::size_t widest = 140;
    auto line = line_of(file, found);
    if (found.at.line == 0 || line.empty()) return;
    std::size_t begin = std::min<std::size_t>(found.at.column - 1, line.size());
    const auto length = std::max<std::size_t>(1, std::min(found.length, line.size() - begin));
    std::string before;
    if (begin > widest / 2) {
        auto from = begin - widest / 4;
        while (from < begin && (static_cast<unsigned char>(line[from]) & 0xC0U) == 0x80U) ++from;
        line.remove_prefix(from);
        begin -= from;
        before = "...";
    }
    auto end = std::min(widest, line.size());
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) ++end;
    const auto number = std::to_string(found.at.line);
    const auto shown = line.substr(0, end);
    const auto marked = columns(shown.substr(std::min(begin, shown.size()), length));
    const auto gutter = std::string(std::max<std::size_t>(6, number.size()) - number.size(), ' ');
    out << gutter << number << " | " << before << printable(shown) << '\n'
        << std::string(gutter.size() + number.size(), ' ') << " | "
        << std::string(before.size() + columns(shown.substr(0, begin)), ' ')
        << colour.of(found.level) << '^' << std::string(marked > 1 ? marked - 1 : 0, '~')
        << colour.off() << '\n';
}

}  // namespace

void report_text(std::ostream& out, const std::vector<judged_file>& files, bool with_colours) {
    const paint colour{with_colours};
    std::array<std::size_t, 3> counts{};
    for (const auto& file : files) {
        for (const auto& found : file.findings) {
            ++counts[static_cast<std::size_t>(found.level)];
            out << colour("\x1b[1m") << printable(found.uri);
            if (found.at.line > 0) out << ':' << found.at.line << ':' << found.at.column;
            out << ':' << colour.off() << ' ' << colour.of(found.level)
                << checks::name_of(found.level) << ':' << colour.off() << ' '
                << printable(found.message) << " [" << found.code << "]\n";
            show_line(out, file, found, colour);
        }
    }
    const auto plural = [](std::size_t count, std::string_view of) {
        return std::to_string(count) + ' ' + std::string{of} + (count == 1 ? "" : "s");
    };
    out << plural(files.size(), "document") << ": " << plural(counts[0], "error") << ", "
        << plural(counts[1], "warning");
    if (counts[2] > 0) out << ", " << plural(counts[2], "recommendation");
    out << '\n';
}

}  // namespace asyncapi::tool
