#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/validation/draft07/reader.hpp>
#include <asyncapi/validation/draft07/schema_graph.hpp>
#include <asyncapi/validation/rapidjson/pattern_translation.hpp>
#include <asyncapi/validation/rapidjson/types.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// A schema of draft-04 in the making.
struct draft04 {
    lowered_value keywords{rapidjson::kObjectType};
    lowered_value all_of{rapidjson::kArrayType};  ///< what has no keyword of its own
};

/// Writes the schemas of a graph as one document of draft-04 that RapidJSON enforces exactly.
class lowering {
public:
    explicit lowering(const schema_graph& graph);

    /// Refers to the allocator and the texts of this object.
    const lowered_value& document() const noexcept { return document_; }

    /// Whether instances must be fed with the names of each object as one member more.
    bool lists_names() const noexcept { return lists_names_; }
    bool has_unique_items() const noexcept { return has_unique_items_; }

    /// \return what stands for a schema inside another one
    lowered_value schema(const node& of) {
        const auto& target = resolved(of);
        if (target.is_referenced) return reference(name_of(target));
        return whole(target);
    }

    lowered_value empty() { return lowered_value{rapidjson::kObjectType}; }

    /// \return an object of one member
    lowered_value object(const char* keyword, lowered_value value) {
        auto made = empty();
        set(made, keyword, std::move(value));
        return made;
    }
    lowered_value negation(lowered_value schema) { return object("not", std::move(schema)); }
    lowered_value any_of(lowered_value first, lowered_value second) {
        return object("anyOf", list(std::move(first), std::move(second)));
    }

    template <class... Values>
    lowered_value list(Values... values) {
        lowered_value made{rapidjson::kArrayType};
        (add(made, std::move(values)), ...);
        return made;
    }

    lowered_value text(std::string_view utf8) {
        const auto safe = to_safe_utf8(utf8);
        return raw_text(safe);
    }
    lowered_value raw_text(std::string_view safe) {
        return {safe.data(), static_cast<rapidjson::SizeType>(safe.size()), allocator()};
    }

    static lowered_value numeric(number n) {
        if (n.which() == number::form::natural) return lowered_value{n.natural()};
        if (n.which() == number::form::negative) return lowered_value{n.negative()};
        return lowered_value{n.real()};
    }

    /// \param keyword  a literal
    void set(lowered_value& object, const char* keyword, lowered_value value) {
        object.AddMember(lowered_value{rapidjson::StringRef(keyword)}, std::move(value),
                         allocator());
    }
    void set(lowered_value& object, lowered_value name, lowered_value value) {
        object.AddMember(std::move(name), std::move(value), allocator());
    }

    void add(lowered_value& array, lowered_value value) {
        array.PushBack(std::move(value), allocator());
    }

    /// Sets a lower bound of a count. RapidJSON counts with 32 bits; so do its values.
    void set_least(lowered_value& object, const char* keyword, std::uint64_t count) {
        if (count > 0) set(object, keyword, numeric(std::min<std::uint64_t>(count, ceiling)));
    }
    void set_most(lowered_value& object, const char* keyword, std::uint64_t count) {
        if (count < ceiling) set(object, keyword, numeric(count));
    }

    /// What stands for a pattern of a keyword of the schema that is being lowered. What RapidJSON
    /// cannot run exactly is noted as the `problem`.
    ///
    /// \return regular expressions: a text must match one of them
    const std::vector<std::string>& regexes(const pattern& from, const char* keyword) {
        const auto [at, is_new] = regexes_.try_emplace(&from);
        if (!is_new) return at->second;
        std::string why;
        if (auto texts = translated_pattern(from.source(), why)) {
            at->second = std::move(*texts);
        } else {
            refuse(keyword, unenforceable_pattern(from.source(), why));
        }
        return at->second;
    }

    /// Notes that RapidJSON cannot enforce a keyword of the schema that is being lowered.
    void refuse(const char* keyword, std::string why) {
        if (!problem_) problem_ = unenforceable(current_->location, keyword, std::move(why));
    }
    /// Why `document` means nothing, when it does.
    const std::optional<error>& problem() const noexcept { return problem_; }

    lowered_value copy(const lowered_value& value) { return {value, allocator()}; }

    /// Gives a schema a name of its own.
    ///
    /// \return a reference to it
    lowered_value define(lowered_value schema) {
        const auto name = "d" + std::to_string(definitions_.MemberCount());
        definitions_.AddMember(raw_text(name), std::move(schema), allocator());
        return reference(name);
    }

private:
    static constexpr std::uint64_t ceiling = std::numeric_limits<rapidjson::SizeType>::max();

    lowered_document::AllocatorType& allocator() { return document_.GetAllocator(); }

    lowered_value reference(const std::string& name) {
        // Not by a name of digits alone: RapidJSON takes that for an index, and finds nothing.
        return object("$ref", raw_text("#/definitions/" + name));
    }

    const std::string& name_of(const node& referenced) {
        auto [at, is_new] = names_.try_emplace(&referenced, "s" + std::to_string(names_.size()));
        if (is_new) undefined_.push_back(&referenced);
        return at->second;
    }

    lowered_value whole(const node& of);

    lowered_document document_;
    lowered_value definitions_{rapidjson::kObjectType};
    std::unordered_map<const node*, std::string> names_;
    std::vector<const node*> undefined_;
    std::unordered_map<const pattern*, std::vector<std::string>> regexes_;
    const node* current_ = nullptr;
    std::optional<error> problem_;
    bool lists_names_ = false;
    bool has_unique_items_ = false;
};

}  // namespace asyncapi::validation::detail
