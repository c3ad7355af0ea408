#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/later_draft.hpp>
#include <asyncapi/validation/draft07/metaschema.hpp>
#include <asyncapi/validation/draft07/subschemas.hpp>
#include <asyncapi/validation/draft07/uri.hpp>
#include <asyncapi/validation/json/text.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>

#include <charconv>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace asyncapi::validation::detail {

inline error unenforceable(std::string_view location, std::string_view keyword,
                           std::string reason) {
    violation where;
    where.keyword = keyword;
    where.schema_pointer = location;
    if (!keyword.empty()) append_token(where.schema_pointer, keyword);
    where.reason = std::move(reason);
    return {errc::unenforceable_schema, std::move(where)};
}

/// A value of a document that is a schema: where it stands, and against what its references are
/// resolved.
struct place {
    const rapidjson::Value* value = nullptr;
    std::string location;  ///< as in `node`
    uri base;
    bool is_draft06 = false;  ///< a draft that has no `if`, `then` and `else`
};

/// The documents of one compilation and what `$id` names in them.
class library {
public:
    /// \param documents  where the documents are kept, longer than this
    library(const compile_options& options, std::deque<rapidjson::Document>& documents)
        : options_{options}, documents_{documents} {}

    /// Reads the author's text.
    ///
    /// \return the schema at `options.root`
    result<place> open(std::string_view text) {
        const auto base = uri::parse(options_.base_uri);
        auto opened = load(text, base, {});
        if (!opened) return opened;
        if (!options_.root.empty() && options_.root.front() != '/')
            return unenforceable(
                "", "", "the root " + detail::quoted(options_.root) + " is no JSON Pointer");
        if (!options_.root.empty()) opened = follow(*opened, options_.root, "");
        if (opened) scan(*opened, true);
        return checked(std::move(opened));
    }

    /// Finds what a `$ref` in a schema of this base names. Loads other documents as needed.
    ///
    /// \param from  location of the schema with the `$ref`, for the error
    result<place> find(const uri& base, std::string_view reference, std::string_view from) {
        auto target = base.resolve(uri::parse(reference));
        const auto fragment = percent_decoded(target.fragment.value_or(""));
        auto resource = resources_.find(target.resource());
        if (resource == resources_.end()) {
            if (auto loaded = fetch(target, from); !loaded) return loaded.error();
            resource = resources_.find(target.resource());
        }
        if (fragment.empty()) return resource->second;
        if (fragment.front() == '/') return follow(resource->second, fragment, from);
        const auto anchor = anchors_.find(target.resource() + '#' + fragment);
        if (anchor == anchors_.end()) return unresolved(from, "no schema has the $id #" + fragment);
        return anchor->second;
    }

    static error unresolved(std::string_view from, const std::string& why) {
        return unenforceable(from, "$ref", "the reference cannot be resolved: " + why);
    }

    /// The schema at a place, with the base URI that holds for what is inside.
    ///
    /// Outside the places of draft-07, where a `$ref` can lead too, `$id` names nothing.
    result<place> enter(const place& at) {
        if (!places_.contains(at.value)) scan(at, false);
        if (problem_) return *problem_;
        return places_.at(at.value);
    }

private:
    static constexpr std::size_t max_depth = 128;  // of a schema's text
    static constexpr std::size_t max_documents = 100;
    static constexpr std::size_t max_place_bytes = 64U
                                                   << 20U;  // each place has a pointer and a base

    result<place> checked(result<place> outcome) {
        if (!problem_) return outcome;
        return *problem_;
    }

    result<place> load(std::string_view text, const uri& base, const std::string& location) {
        bytes_ += text.size();
        if (bytes_ > options_.max_schema_bytes)
            return unenforceable(location, "",
                                 "the schema is longer than " +
                                     std::to_string(options_.max_schema_bytes) + " bytes");
        auto parsed = parse_json(text, {options_.max_schema_bytes, max_depth});
        if (!parsed) {
            auto where = parsed.error().where();
            return unenforceable(location + where.pointer, "", "not JSON: " + where.reason);
        }
        // Refused by its `$schema` where draft-07 has no words for it.
        const bool is_referred_to = !location.empty();
        if (is_referred_to && later_draft::is_declared_by(*parsed)) {
            rapidjson::Document restated;
            restated.CopyFrom(*parsed, restated.GetAllocator());
            if (later_draft{restated}.restate()) parsed = std::move(restated);
        }
        documents_.push_back(std::move(*parsed));
        place opened{&documents_.back(), location, base};
        resources_.emplace(base.resource(), opened);
        return opened;
    }

    result<place> fetch(const uri& target, std::string_view from) {
        const auto name = target.resource();
        const auto shown = detail::quoted(name, 100);
        std::string text{metaschema};
        if (name != metaschema_uri) {
            if (!options_.resolver)
                return unresolved(from, shown + " is not here and no resolver was given");
            if (documents_.size() == max_documents) return unresolved(from, "too many documents");
            auto given = options_.resolver(name);
            if (!given) return unresolved(from, shown + ": " + given.error().to_string());
            text = std::move(*given);
        }
        auto opened = load(text, target, name + '#');
        if (opened) scan(*opened, true);
        return checked(std::move(opened));
    }

    // Notes every schema at a place of draft-07, with the base URI that holds there.
    void scan(place at, bool named) {
        const auto& base = at.base;
        place_bytes_ += at.location.size() + base.path.size() + base.authority.value_or("").size() +
                        base.query.value_or("").size();
        if (place_bytes_ > max_place_bytes && !problem_)
            problem_ =
                unenforceable("", "", "the names and identifiers in the schema are too long");
        if (problem_) return;
        if (at.value->IsObject()) {
            check_dialect(at);
            apply_id(at, named);
        }
        places_.emplace(at.value, at);
        for_each_subschema(*at.value, at.location,
                           [&](const rapidjson::Value& inner, std::string location) {
                               scan({&inner, std::move(location), at.base, at.is_draft06}, named);
                               return !problem_;
                           });
    }

    // `$id` changes the base URI, or gives a plain name. Beside `$ref` it means nothing.
    void apply_id(place& at, bool named) {
        const auto* id = find_member(*at.value, "$id");
        const auto* reference = find_member(*at.value, "$ref");
        if (id == nullptr || !id->IsString() || (reference != nullptr && reference->IsString()))
            return;
        auto full = at.base.resolve(uri::parse(text_of(*id)));
        const auto fragment = std::exchange(full.fragment, std::nullopt).value_or("");
        if (!text_of(*id).starts_with('#')) {
            at.base = full;
            if (named) resources_.emplace(full.resource(), at);
        }
        if (named && !fragment.empty()) anchors_.emplace(full.resource() + '#' + fragment, at);
    }

    // Another dialect gives keywords other meanings: enforcing it as draft-07 would weaken it.
    // Draft-06 has the keywords of draft-07 but three.
    void check_dialect(place& at) {
        const auto* dialect = find_member(*at.value, "$schema");
        if (dialect == nullptr) return;
        const auto declared = dialect->IsString() ? uri::parse(text_of(*dialect)) : uri{};
        const bool official = declared.authority == "json-schema.org";
        at.is_draft06 = official && declared.path == "/draft-06/schema";
        if (at.is_draft06 || (official && declared.path == "/draft-07/schema")) return;
        if (problem_) return;
        const auto shown =
            dialect->IsString() ? detail::quoted(text_of(*dialect), 100) : value_text(*dialect);
        problem_ = unenforceable(at.location, "$schema", shown + " is not draft-07");
    }

    // Walks a JSON Pointer down from a resource.
    result<place> follow(place at, std::string_view pointer, std::string_view from) {
        for (auto rest = pointer; !rest.empty();) {
            const auto token = take_token(rest);
            const auto* next = child(*at.value, token);
            if (next == nullptr)
                return unresolved(from, "there is nothing at " + detail::quoted(pointer));
            at.value = next;
            append_token(at.location, token);
            if (const auto known = places_.find(next); known != places_.end())
                at.base = known->second.base, at.is_draft06 = known->second.is_draft06;
        }
        return at;
    }

    // Many references may lead into one object of many members.
    const rapidjson::Value* named_child(const rapidjson::Value& object, std::string_view name) {
        constexpr rapidjson::SizeType few = 64;
        if (object.MemberCount() <= few) return find_member(object, name);
        auto& names = names_[&object];
        if (names.empty())
            for (const auto& each : object.GetObject())
                names.emplace(text_of(each.name), &each.value);
        const auto found = names.find(name);
        return found == names.end() ? nullptr : found->second;
    }

    const rapidjson::Value* child(const rapidjson::Value& value, std::string_view token) {
        if (value.IsObject()) return named_child(value, token);
        if (!value.IsArray()) return nullptr;
        rapidjson::SizeType index = 0;
        const auto end = token.data() + token.size();
        const auto read = std::from_chars(token.data(), end, index);
        const bool plain = token == "0" || !token.starts_with('0');
        if (read.ec != std::errc{} || read.ptr != end || !plain || index >= value.Size())
            return nullptr;
        return &value[index];
    }

    const compile_options& options_;
    std::size_t bytes_ = 0;
    std::size_t place_bytes_ = 0;
    std::deque<rapidjson::Document>& documents_;
    std::map<std::string, place> resources_;  // by URI
    std::map<std::string, place> anchors_;    // by URI with fragment
    std::unordered_map<const rapidjson::Value*, place> places_;
    std::unordered_map<const rapidjson::Value*, std::map<std::string_view, const rapidjson::Value*>>
        names_;  // of large objects
    std::optional<error> problem_;
};

}  // namespace asyncapi::validation::detail
