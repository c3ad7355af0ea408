#pragma once

#include <asyncapi/validation/rapidjson/encoding.hpp>
#include <asyncapi/validation/rapidjson/pattern_branches.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// Writes expressions in normal form in the few words of RapidJSON's regex that it reads right:
/// characters, classes of ranges, groups, `|`, `?`, `*`, `+`, and anchors around the whole.
class regex_writer {
public:
    static std::string write(const branch& from) {
        regex_writer writer;
        if (from.begin) writer.text_ += '^';
        if (from.body.what == expression::kind::nothing) {
            writer.text_.append(safe_utf8::absent) += '?';
        } else {
            writer.group(from.body);
        }
        if (from.end) writer.text_ += '$';
        return std::move(writer.text_);
    }

private:
    using kind = expression::kind;

    void put(const expression& e) {
        switch (e.what) {
            case kind::one_of:
                return character(e.set);
            case kind::sequence:
                for (const auto& part : e.parts) group(part);
                return;
            case kind::choice:
                for (const auto& part : e.parts) {
                    if (&part != &e.parts.front()) text_ += '|';
                    group(part);
                }
                return;
            default:
                return repeat(e);
        }
    }

    void group(const expression& e) {
        if (e.what == kind::one_of) return put(e);
        text_ += '(';
        put(e);
        text_ += ')';
    }

    // Counts are written out: `a{2,4}` as `aa(a(a)?)?`, whose optional parts cost one step each.
    void repeat(const expression& e) {
        const auto& part = e.parts.front();
        const bool endless = e.most == expression::no_limit;
        const std::uint32_t plain = endless && e.least > 0 ? e.least - 1 : e.least;
        for (std::uint32_t i = 0; i < plain; ++i) group(part);
        if (endless) {
            group(part);
            text_ += e.least == 0 ? '*' : '+';
            return;
        }
        for (auto i = e.least; i < e.most; ++i) {
            text_ += '(';
            group(part);
        }
        for (auto i = e.least; i < e.most; ++i) text_ += ")?";
    }

    void character(const code_points& set) {
        if (set.empty()) {
            text_ += safe_utf8::absent;
        } else if (set.is_single()) {
            point(set.ranges().front().first, "^$|()?*+.[]{}\\");
        } else {
            text_ += '[';
            for (auto [first, last] : set.ranges()) {
                if (first == 0) range(0, 0);
                if (last != 0) range(first == 0 ? 1 : first, last);
            }
            text_ += ']';
        }
    }

    // Both ends always: after a whole range RapidJSON takes a `-` for itself.
    void range(char32_t first, char32_t last) {
        point(first, "^[]\\");
        text_ += '-';
        point(last, "^[]\\");
    }

    void point(char32_t c, std::string_view special) {
        if (c == 0) {
            text_ += safe_utf8::nul;
            return;
        }
        if (c < 0x80 && special.find(static_cast<char>(c)) != special.npos) text_ += '\\';
        asyncapi::detail::utf8_append(text_, c);
    }

    std::string text_;
};

}  // namespace asyncapi::validation::detail
