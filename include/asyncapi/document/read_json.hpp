#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/document/raw_tree.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/parse_error.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Takes a JSON reader's events, and finds in the text where each value begins.
class json_events {
public:
    json_events(std::string_view text, const source_limits& limits)
        : text_{text}, limits_{limits} {}

    bool Null() { return scalar(raw_tree::kind::null, {}); }
    bool Bool(bool value) { return scalar(raw_tree::kind::boolean, value ? "true" : "false"); }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        return scalar(raw_tree::kind::number, {text, size});
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        return scalar(raw_tree::kind::string, {text, size});
    }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        return scalar(raw_tree::kind::string, {text, size});
    }
    bool StartObject() { return open(raw_tree::kind::object); }
    bool StartArray() { return open(raw_tree::kind::array); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    // Never called: numbers arrive as text.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    raw_tree tree;
    std::string refusal;         ///< why the last event was refused
    std::size_t refused_at = 0;  ///< and where

private:
    std::size_t start() {
        while (at_ < text_.size() && std::string_view{" \t\r\n,:"}.find(text_[at_]) != text_.npos)
            ++at_;
        return at_;
    }

    void skip_scalar() {
        if (text_[at_] != '"') {
            at_ = text_.find_first_of(" \t\r\n,:]}", at_);
            return;
        }
        for (++at_; text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
        ++at_;
    }

    bool scalar(raw_tree::kind is, std::string_view text) {
        const auto offset = start();
        if (!asyncapi::detail::is_utf8(text))
            return refuse("a string is not valid Unicode: half a surrogate pair");
        tree.add(is, offset, text);
        skip_scalar();
        return counted();
    }

    bool open(raw_tree::kind is) {
        if (tree.depth() == limits_.max_depth)
            return refuse("the text nests deeper than " + std::to_string(limits_.max_depth) +
                          " levels");
        tree.open(is, start());
        ++at_;
        return counted();
    }

    bool close() {
        start();
        ++at_;
        tree.close();
        return true;
    }

    bool counted() {
        return tree.size() <= 2 * limits_.max_values ||
               refuse("there are more than " + std::to_string(limits_.max_values) + " values");
    }

    bool refuse(std::string why) {
        refusal = std::move(why);
        refused_at = start();
        return false;
    }

    std::string_view text_;
    const source_limits& limits_;
    std::size_t at_ = 0;
};

/// Reads one JSON text, strictly.
///
/// \return `malformed` with line and column
/// \see RFC 8259
inline result<raw_tree> read_json(std::string_view text, const source_limits& limits) {
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
    json_events events{text, limits};
    rapidjson::MemoryStream stream{text.data(), text.size()};
    rapidjson::Reader reader;
    const auto outcome = reader.Parse<flags>(stream, events);
    const auto at = [&](std::size_t offset) { return line_table{text}.position(offset); };
    if (!events.refusal.empty()) return malformed_at(at(events.refused_at), events.refusal);
    if (outcome.IsError())
        return malformed_at(at(outcome.Offset()), validation::detail::describe(outcome.Code()));
    // The reader takes a NUL for the end of the text.
    if (stream.Tell() != text.size())
        return malformed_at(at(stream.Tell()), "something follows the value");
    return std::move(events.tree);
}

}  // namespace asyncapi::detail
