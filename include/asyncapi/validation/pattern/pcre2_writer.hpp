#pragma once

#include <asyncapi/validation/pattern/expression.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <set>
#include <string>

namespace asyncapi::validation::detail {

/// Writes an expression as PCRE2 reads it with PCRE2_UTF and PCRE2_DOTALL, but without PCRE2_UCP:
/// then `\b` is about ASCII words, as in ECMA-262. Only groups that are referred to are remembered.
class pcre2_writer {
public:
    static std::string write(const expression& e) {
        pcre2_writer writer;
        writer.find_groups(e);
        writer.put(e);
        return std::move(writer.text_);
    }

private:
    using kind = expression::kind;

    // `a{0}` is left out: PCRE2 10.42 takes the anchors in it for those of the whole.
    static bool is_never(const expression& e) { return e.what == kind::repeat && e.most == 0; }

    void find_groups(const expression& e) {
        if (is_never(e)) return;
        if (e.what == kind::back_reference) referenced_.insert(e.number);
        if (e.what == kind::group) groups_.insert(e.number);
        for (const auto& part : e.parts) find_groups(part);
    }

    void put(const expression& e) {
        switch (e.what) {
            case kind::nothing:
                return;
            case kind::one_of:
                return character(e);
            case kind::begin:
                text_ += '^';
                return;
            case kind::end:
                text_ += '$';
                return;
            case kind::sequence:
                for (const auto& part : e.parts) within_sequence(part);
                return;
            case kind::choice:
                for (const auto& part : e.parts) {
                    if (&part != &e.parts.front()) text_ += '|';
                    put(part);
                }
                return;
            case kind::repeat:
                return repeat(e);
            case kind::group:
                return bracket(referenced_.contains(e.number)
                                   ? "(?P<g" + std::to_string(e.number) + '>'
                                   : "(?:",
                               e);
            case kind::back_reference:
                if (groups_.contains(e.number)) text_ += "(?P=g" + std::to_string(e.number) + ')';
                return;
            case kind::boundary:
                text_ += e.negated ? "\\B" : "\\b";
                return;
            case kind::look_ahead:
                return bracket(e.negated ? "(?!" : "(?=", e);
            case kind::look_behind:
                return bracket(e.negated ? "(?<!" : "(?<=", e);
        }
    }

    void bracket(const std::string& open, const expression& e) {
        text_ += open;
        put(e.parts.front());
        text_ += ')';
    }

    void within_sequence(const expression& e) {
        if (e.what != kind::choice) return put(e);
        text_ += "(?:";
        put(e);
        text_ += ')';
    }

    void repeat(const expression& e) {
        if (is_never(e)) return;
        const auto& part = e.parts.front();
        if (part.what == kind::one_of || part.what == kind::group) {
            put(part);
        } else {
            bracket("(?:", e);
        }
        if (e.most == expression::no_limit && e.least < 2) {
            text_ += e.least == 0 ? '*' : '+';
        } else if (e.most == expression::no_limit) {
            text_ += '{' + std::to_string(e.least) + ",}";
        } else {
            text_ += '{' + std::to_string(e.least) + ',' + std::to_string(e.most) + '}';
        }
        if (e.lazy) text_ += '?';
    }

    void character(const expression& e) {
        if (e.is_impossible()) {
            text_ += "(?!)";
        } else if (!e.properties.empty()) {
            listed(e.set, e.negated, &e);
        } else if (e.set.is_single()) {
            point(e.set.ranges().front().first);
        } else if (const auto others = e.set.complement(); others.empty()) {
            text_ += '.';
        } else if (e.set.ranges().back().last == code_points::last_of_all) {
            listed(others, true, nullptr);
        } else {
            listed(e.set, false, nullptr);
        }
    }

    void listed(const code_points& set, bool negated, const expression* with_properties) {
        text_ += negated ? "[^" : "[";
        for (const auto& [first, last] : set.ranges()) {
            point(first);
            if (first == last) continue;
            text_ += '-';
            point(last);
        }
        if (with_properties != nullptr)
            for (const auto& each : with_properties->properties)
                text_ += (each.negated ? "\\P{" : "\\p{") + each.name + '}';
        text_ += ']';
    }

    void point(char32_t c) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (plain) {
            text_ += static_cast<char>(c);
            return;
        }
        std::array<char, 8> digits{};
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), std::uint32_t{c}, 16).ptr;
        text_ += "\\x{";
        text_.append(digits.data(), end);
        text_ += '}';
    }

    std::set<std::uint32_t> groups_;
    std::set<std::uint32_t> referenced_;
    std::string text_;
};

}  // namespace asyncapi::validation::detail
