#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/json/pointer.hpp>
#include <asyncapi/validation/json/same_text.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace asyncapi::validation::detail {

/// Builds a document from a reader's events, and refuses what RapidJSON's reader lets pass: depth
/// without end, members of one name, lone surrogates, numbers beyond a double.
class document_builder {
public:
    document_builder(rapidjson::Document& document, std::size_t max_depth)
        : document_{document}, max_depth_{max_depth} {}

    /// Why the last event was refused; empty when none was.
    const std::string& refusal() const noexcept { return refusal_; }

    /// \return JSON Pointer to where the reader is
    std::string pointer() const {
        std::string text;
        for (std::size_t i = 0; i < levels_.size(); ++i) {
            if (levels_[i].is_array) {
                append_token(text, levels_[i].index);
                continue;
            }
            const auto next = i + 1 < levels_.size() ? levels_[i + 1].first_name : names_.size();
            if (next > levels_[i].first_name) append_token(text, text_of(names_[next - 1]));
        }
        return text;
    }

    bool Null() { return document_.Null() && next(); }
    bool Bool(bool value) { return document_.Bool(value) && next(); }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        return utf8({text, size}) && document_.String(text, size, true) && next();
    }

    /// The reader's own conversion reads outside its tables on `0.` with 400 zeros and a 1.
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        return number({text, size}) && next();
    }

    bool StartObject() { return enter(false) && document_.StartObject(); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        names_.push_back({arena_.size(), size});
        arena_.append(text, size);
        return utf8({text, size}) && document_.Key(text, size, true);
    }
    bool EndObject(rapidjson::SizeType count) {
        return distinct_names() && document_.EndObject(count) && leave();
    }
    bool StartArray() { return enter(true) && document_.StartArray(); }
    bool EndArray(rapidjson::SizeType count) { return document_.EndArray(count) && leave(); }

    // Never called: numbers arrive as text.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

private:
    struct name {
        std::size_t offset;
        std::size_t size;
    };
    struct frame {
        bool is_array;
        std::size_t index;
        std::size_t first_name;  // in names_, where the last is that of the member being read
        std::size_t first_byte;  // in arena_
    };

    bool refuse(std::string why) {
        if (refusal_.empty()) refusal_ = std::move(why);
        return false;
    }

    bool utf8(std::string_view text) {
        return asyncapi::detail::is_utf8(text) || refuse("a string is not valid Unicode");
    }

    bool number(std::string_view text) {
        const char* const begin = text.data();
        const char* const end = begin + text.size();
        if (text.find_first_of(".eE") == text.npos) {
            std::int64_t negative{};
            std::uint64_t natural{};
            if (text.front() != '-') {
                if (std::from_chars(begin, end, natural).ec == std::errc{})
                    return document_.Uint64(natural);
            } else if (std::from_chars(begin, end, negative).ec == std::errc{}) {
                return document_.Int64(negative);
            }
        }
        double real = 0;
        if (std::from_chars(begin, end, real).ec == std::errc{}) return document_.Double(real);
        return magnitude(text) < 0 ? document_.Double(0) : refuse("a number is too large");
    }

    // The power of ten of the first digit that is not zero, roughly.
    static long magnitude(std::string_view text) {
        const auto mantissa = text.substr(0, text.find_first_of("eE"));
        const auto first = mantissa.find_first_of("123456789");
        const auto point = std::min(mantissa.find('.'), mantissa.size());
        long power = static_cast<long>(point) - static_cast<long>(first);
        if (mantissa.size() < text.size()) {
            const bool negative = text[mantissa.size() + 1] == '-';
            long exponent = 0;
            const auto digits = text.substr(text.find_first_of("0123456789", mantissa.size()));
            const auto read =
                std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
            if (read.ec != std::errc{}) return negative ? -1 : 1;
            power += negative ? -exponent : exponent;
        }
        return power;
    }

    bool enter(bool is_array) {
        if (levels_.size() == max_depth_)
            return refuse("the text nests deeper than " + std::to_string(max_depth_) + " levels");
        levels_.push_back({is_array, 0, names_.size(), arena_.size()});
        return true;
    }

    bool leave() {
        names_.resize(levels_.back().first_name);
        arena_.resize(levels_.back().first_byte);
        levels_.pop_back();
        return next();
    }

    bool next() {
        if (!levels_.empty() && levels_.back().is_array) ++levels_.back().index;
        return true;
    }

    std::string_view text_of(const name& at) const {
        return std::string_view{arena_}.substr(at.offset, at.size);
    }

    bool distinct_names() {
        constexpr std::size_t few = 16;
        const auto first = levels_.back().first_name;
        if (names_.size() - first > few) return distinct_many(first);
        for (auto i = first; i < names_.size(); ++i)
            for (auto j = first; j < i; ++j)
                if (same_text(text_of(names_[i]), text_of(names_[j]))) return twin(names_[i]);
        return true;
    }

    // Sorting rather than hashing: nobody can choose names that make it slow.
    bool distinct_many(std::size_t first) {
        const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first);
        const auto text = [this](const name& at) { return text_of(at); };
        std::ranges::sort(begin, names_.end(), {}, text);
        const auto found = std::ranges::adjacent_find(begin, names_.end(), {}, text);
        return found == names_.end() || twin(*found);
    }

    bool twin(name which) {
        names_.push_back(which);
        return refuse("a name occurs twice in one object");
    }

    rapidjson::Document& document_;
    std::size_t max_depth_;
    std::vector<frame> levels_;
    std::vector<name> names_;  // of all open objects
    std::string arena_;        // their text
    std::string refusal_;
};

}  // namespace asyncapi::validation::detail
