#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/library.hpp>
#include <asyncapi/validation/draft07/schema_graph.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

inline std::string unenforceable_pattern(std::string_view source, const std::string& problem) {
    return "the pattern " + detail::quoted(source, 80) + " cannot be enforced: " + problem;
}

/// What reading the keywords of one schema has at hand. Problems are noted, the first one counts,
/// and reading goes on.
class reader {
public:
    reader(schema_graph& graph, const compile_options& options)
        : graph_{graph}, options_{options}, library_{options, graph.documents} {}

    /// Reads a text and all that its schema can reach.
    result<void> read(std::string_view text);

    /// The value of a keyword of the schema being read; nullptr when it has none.
    const rapidjson::Value* keyword(std::string_view name) {
        keyword_ = name;
        return find_member(*current_.value, name);
    }

    /// Notes that the keyword asked for last has no such value.
    void refuse(const std::string& why) {
        if (problem_) return;
        problem_ =
            unenforceable(current_.location, keyword_,
                          why.starts_with("must ") ? std::string{keyword_} + ' ' + why : why);
    }

    /// \return a number at least 0 without fraction, nullopt when there is none
    std::optional<std::uint64_t> count(std::string_view name) {
        const auto* value = keyword(name);
        if (value == nullptr) return std::nullopt;
        if (value->IsNumber()) {
            const auto read = number::of(*value);
            if (read.which() == number::form::natural) return read.natural();
        }
        refuse("must be an integer from 0");
        return std::nullopt;
    }

    /// \return the schema under a keyword, nullptr when there is none
    const node* schema(std::string_view name) {
        const auto* value = keyword(name);
        return value == nullptr ? nullptr : inside(*value, joined(current_.location, name));
    }

    std::vector<const node*> schema_list(std::string_view name) {
        std::vector<const node*> list;
        const auto* value = keyword(name);
        if (value == nullptr) return list;
        if (!value->IsArray() || value->Empty()) return refuse("must be a list of schemas"), list;
        for (rapidjson::SizeType i = 0; i < value->Size(); ++i)
            list.push_back(inside((*value)[i], joined(current_.location, name, std::size_t{i})));
        return list;
    }

    /// A schema at a place inside the one being read. It is read later.
    const node* inside(const rapidjson::Value& value, std::string location) {
        return at({&value, std::move(location), current_.base, current_.is_draft06});
    }

    std::vector<std::string_view> names(const rapidjson::Value& value) {
        std::vector<std::string_view> list;
        if (!value.IsArray()) return refuse("must be a list of names"), list;
        for (const auto& name : value.GetArray()) {
            if (!name.IsString()) return refuse("must be a list of names"), list;
            list.push_back(text_of(name));
        }
        return list;
    }

    /// \return nullptr, noted, when the pattern cannot be enforced exactly
    const pattern* read_pattern(std::string_view source) {
        auto [at, is_new] = patterns_.try_emplace(source, nullptr);
        if (!is_new && at->second != nullptr) return at->second;
        std::string problem;
        auto made = pattern::read(source, problem);
        if (!made) {
            refuse(unenforceable_pattern(source, problem));
            return nullptr;
        }
        return at->second = &graph_.patterns.emplace_back(std::move(*made));
    }

    /// \return the text under a keyword, nullopt when there is none
    std::optional<std::string_view> text(std::string_view name) {
        const auto* value = keyword(name);
        if (value == nullptr) return std::nullopt;
        if (value->IsString()) return text_of(*value);
        refuse("must be a text");
        return std::nullopt;
    }

    /// \return nullptr where `format` is an annotation
    const format* asserted_format() {
        if (!options_.assert_formats) return nullptr;
        const auto name = text("format");
        return name ? find_format(*name) : nullptr;
    }

    const place& current() const noexcept { return current_; }
    const compile_options& options() const noexcept { return options_; }

private:
    static constexpr std::size_t max_nodes =
        10'000;  // RapidJSON compiles them in a time that grows with the square

    const node* at(const place& where);
    void read_node(node& into);
    void read_reference(node& into, const rapidjson::Value& reference);

    schema_graph& graph_;
    const compile_options& options_;
    library library_;
    place current_;
    std::string_view keyword_;
    std::optional<error> problem_;
    std::unordered_map<const rapidjson::Value*, node*> nodes_;
    std::vector<std::pair<node*, place>> unread_;
    std::map<std::string_view, const pattern*> patterns_;
};

}  // namespace asyncapi::validation::detail
