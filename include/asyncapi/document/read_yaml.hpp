#pragma once

#include <asyncapi/document/core_schema.hpp>
#include <asyncapi/document/raw_tree.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/text.hpp>

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <cstddef>
#include <istream>
#include <streambuf>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace asyncapi::detail {

/// Takes a YAML parser's events. What JSON cannot say is refused, by a `YAML::ParserException`.
class yaml_events final : public YAML::EventHandler {
public:
    explicit yaml_events(const source_limits& limits) : limits_{limits} {}

    raw_tree tree;

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& at, YAML::anchor_t anchor) override {
        name(anchor, tree.awaits_name() ? tree.add(raw_tree::kind::string, offset(at), "null", true)
                                        : tree.add(raw_tree::kind::null, offset(at)));
        count(at);
    }

    void OnAlias(const YAML::Mark& at, YAML::anchor_t anchor) override {
        const auto of = anchors_.find(anchor);
        if (of == anchors_.end()) throw YAML::ParserException{at, "the alias names no anchor"};
        if (tree[of->second].is_open)
            throw YAML::ParserException{at, "the alias stands inside of what it names"};
        tree.add_alias(of->second, offset(at));
        count(at);
    }

    void OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        name(anchor, tag == "?" ? plain(at, text) : tagged(at, tag, text));
        count(at);
    }

    void OnSequenceStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(at, raw_tree::kind::array, tag, "seq", anchor);
    }
    void OnSequenceEnd() override { tree.close(); }
    void OnMapStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(at, raw_tree::kind::object, tag, "map", anchor);
    }
    void OnMapEnd() override { tree.close(); }

private:
    using kind = raw_tree::kind;

    static std::size_t offset(const YAML::Mark& at) {
        return static_cast<std::size_t>(at.pos < 0 ? 0 : at.pos);
    }

    void name(YAML::anchor_t anchor, raw_tree::index made) {
        if (anchor != YAML::NullAnchor) anchors_[anchor] = made;
    }

    void count(const YAML::Mark& at) const {
        if (tree.size() > 2 * limits_.max_values)
            throw YAML::ParserException{
                at, "there are more than " + std::to_string(limits_.max_values) + " values"};
    }

    // A member's name is its text: `200:` is the name "200".
    raw_tree::index plain(const YAML::Mark& at, const std::string& text) {
        if (tree.awaits_name()) return tree.add(kind::string, offset(at), text, true);
        const auto scalar = core_schema::resolve(text);
        if (scalar.is_infinite)
            throw YAML::ParserException{at, text + " is no number that JSON can express"};
        return tree.add(scalar.is, offset(at), scalar.text, true);
    }

    raw_tree::index tagged(const YAML::Mark& at, const std::string& tag, const std::string& text) {
        const auto wanted = short_tag(tag);
        if (wanted == "!" || wanted == "str" || wanted.empty())
            return tree.add(kind::string, offset(at), text);
        const auto scalar = core_schema::resolve(text);
        const auto is = [&](std::string_view type, kind of) {
            return wanted == type && scalar.is == of;
        };
        if (is("null", kind::null) || is("bool", kind::boolean) || is("int", kind::number) ||
            is("float", kind::number))
            return tree.add(scalar.is, offset(at), scalar.text);
        throw YAML::ParserException{at, "the tag " + validation::detail::quoted(tag) +
                                            " does not fit: a document holds what JSON can hold"};
    }

    static std::string_view short_tag(std::string_view tag) {
        constexpr std::string_view core = "tag:yaml.org,2002:";
        return tag.starts_with(core) ? tag.substr(core.size()) : tag;
    }

    void open(const YAML::Mark& at, kind is, const std::string& tag, std::string_view fitting,
              YAML::anchor_t anchor) {
        const auto wanted = short_tag(tag);
        if (!wanted.empty() && wanted != "?" && wanted != "!" && wanted != fitting)
            throw YAML::ParserException{at,
                                        "the tag " + validation::detail::quoted(tag) +
                                            " does not fit: a document holds what JSON can hold"};
        if (tree.awaits_name())
            throw YAML::ParserException{at, "a name must be a scalar, as in JSON"};
        if (tree.depth() == limits_.max_depth)
            throw YAML::ParserException{
                at, "the text nests deeper than " + std::to_string(limits_.max_depth) + " levels"};
        name(anchor, tree.open(is, offset(at)));
        count(at);
    }

    const source_limits& limits_;
    std::unordered_map<YAML::anchor_t, raw_tree::index> anchors_;
};

/// A stream over a text that it does not copy.
class view_buffer final : public std::streambuf {
public:
    explicit view_buffer(std::string_view text) {
        auto* const begin = const_cast<char*>(text.data());
        setg(begin, begin, begin + text.size());
    }
};

/// Reads one YAML 1.2 document.
///
/// \param text  valid UTF-8 without a byte order mark
/// \return `malformed` with line and column
inline result<raw_tree> read_yaml(std::string_view text, const source_limits& limits) {
    yaml_events events{limits};
    try {
        view_buffer buffer{text};
        std::istream stream{&buffer};
        YAML::Parser parser{stream};
        if (!parser.HandleNextDocument(events)) events.tree.add(raw_tree::kind::null, 0);
        yaml_events others{limits};
        if (parser.HandleNextDocument(others)) {
            const auto at = others.tree.size() == 0 ? 0 : others.tree[0].offset;
            return malformed_at(line_table{text}.position(at), "a second document begins here");
        }
    } catch (const YAML::Exception& thrown) {
        const auto& mark = thrown.mark;
        if (mark.line < 0) return malformed_at({}, thrown.msg);
        return malformed_at({static_cast<std::uint32_t>(mark.line) + 1,
                             static_cast<std::uint32_t>(mark.column) + 1},
                            thrown.msg);
    }
    return std::move(events.tree);
}

}  // namespace asyncapi::detail
