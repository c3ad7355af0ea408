#pragma once

#include <asyncapi/document/checks/binding_choice.hpp>
#include <asyncapi/document/checks/fitting.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>
#include <asyncapi/document/schema_format.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace asyncapi::checks {

/// Goes through a document along its grammar, each object once, and asks the rules.
class walk {
public:
    walk(run& asking, std::span<const rule* const> rules)
        : run_{asking}, document_{asking.document()}, rules_{rules} {}

    void begin() {
        const auto& root = run_.version().major == 2 ? grammar::version2::root_shape
                                                     : grammar::version3::root_shape;
        const auto& source = document_.source();
        visit({&source, &source.root(), nullptr, 0, nullptr, {}, &root, nullptr}, root, 0);
        for (const auto* each : rules_) {
            if (each->on_document == nullptr) continue;
            run_.enter(*each);
            each->on_document(run_);
        }
    }

private:
    using kind = grammar::shape::kind;

    struct visited {
        const rapidjson::Value* value;
        const void* as;  // the object, else the shape

        friend bool operator==(const visited&, const visited&) = default;
    };
    struct hash {
        std::size_t operator()(const visited& of) const noexcept {
            constexpr std::size_t odd = 0x9E3779B97F4A7C15U;
            return reinterpret_cast<std::uintptr_t>(of.value) * odd ^
                   reinterpret_cast<std::uintptr_t>(of.as);
        }
    };

    // References lead deeper than texts nest.
    static constexpr std::size_t max_depth = 1'000;

    void visit(site at, const grammar::shape& wanted, std::size_t depth) {
        if (run_.is_full() || depth > max_depth) return;
        at.is = &wanted;
        if (wanted.references != grammar::reference::never &&
            asyncapi::document::is_reference(*at.value))
            return follow(at, wanted, depth);
        const auto* fits = fitting(wanted, *at.value);
        at.object = fits == nullptr ? nullptr : object_of(*fits, at);
        if (is_container(*at.value) && !is_new(at, wanted)) return;
        for (const auto* each : rules_) {
            if (each->on_value == nullptr) continue;
            run_.enter(*each);
            each->on_value(run_, at);
        }
        if (fits == nullptr) return;
        if (at.object != nullptr) {
            visit_object(at, depth);
        } else if (fits->is == kind::list) {
            for (rapidjson::SizeType i = 0; i < at->Size(); ++i)
                visit({at.source, &(*at)[i], nullptr, i, &at}, *fits->of, depth + 1);
        } else if (fits->is == kind::map) {
            for (const auto& member : at->GetObject())
                visit({at.source, &member.value, &member.name, 0, &at}, *fits->of, depth + 1);
        } else if (fits->is == kind::bindings) {
            visit_bindings(at, *fits, depth);
        }
    }

    static bool is_container(const rapidjson::Value& value) {
        return value.IsObject() || value.IsArray();
    }

    // What many references lead to is looked at once, lists and maps too.
    bool is_new(const site& at, const grammar::shape& wanted) {
        const void* const as = at.object != nullptr ? static_cast<const void*>(at.object) : &wanted;
        return seen_.insert({at.value, as}).second;
    }

    const grammar::object_grammar* object_of(const grammar::shape& is, const site& at) const {
        if (is.is == kind::object) return is.object;
        if (is.is != kind::schema || !at->IsObject()) return nullptr;
        const bool is_multi_format = is.object != nullptr && (at.member("schema") != nullptr ||
                                                              at.member("schemaFormat") != nullptr);
        if (is.is_avro_too && detail::is_avro(*at)) return nullptr;
        return is_multi_format ? is.object : &grammar::schema_object;
    }

    void follow(const site& at, const grammar::shape& wanted, std::size_t depth) {
        const auto& target = target_of(at);
        for (const auto* each : rules_) {
            if (each->on_reference == nullptr) continue;
            run_.enter(*each);
            each->on_reference(run_, at, target);
        }
        if (!target) return;
        site there{target->source, target->value, nullptr, 0, nullptr, target->pointer};
        there.referrer = &at;
        visit(there, wanted, depth + 1);
    }

    const result<document_value>& target_of(const site& at) {
        const auto text = validation::detail::text_of(*asyncapi::document::reference_of(*at));
        auto found = targets_.find({at.source, text});
        if (found == targets_.end())
            found = targets_
                        .emplace(std::pair{at.source, text},
                                 document_.resolve({at.source, at.value, {}}))
                        .first;
        return found->second;
    }

    void visit_object(const site& at, std::size_t depth) {
        for (const auto* each : rules_) {
            if (each->on_object == nullptr || !concerns(*each, at)) continue;
            run_.enter(*each);
            each->on_object(run_, at);
        }
        for (const auto& member : at->GetObject()) {
            const auto name = validation::detail::text_of(member.name);
            for (const auto& field : at.object->fields) {
                if (field.name != name || !field.is_in(run_.version())) continue;
                const site inner{at.source, &member.value, &member.name, 0, &at};
                visit(inner, shape_of(at, field), depth + 1);
                break;
            }
        }
    }

    // What a payload is, another member says.
    static const grammar::shape& shape_of(const site& at, const grammar::field& field) {
        const bool is_payload =
            (at.object == &grammar::version2::message && field.name == "payload") ||
            (at.object == &grammar::version3::multi_format_schema && field.name == "schema");
        if (!is_payload) return field.is;
        const auto* format = at.member("schemaFormat");
        const auto language = language_of(
            format != nullptr && format->IsString() ? validation::detail::text_of(*format) : "");
        const bool is_schema =
            language == schema_language::asyncapi || language == schema_language::json_schema;
        return is_schema ? grammar::schema : grammar::any;
    }

    static bool concerns(const rule& asked, const site& at) {
        if (asked.only[0] == nullptr) return true;
        for (const auto* each : asked.only)
            if (each == at.object) return true;
        return false;
    }

    void visit_bindings(const site& at, const grammar::shape& is, std::size_t depth) {
        for (const auto& member : at->GetObject()) {
            const auto* protocol = grammar::find_protocol(validation::detail::text_of(member.name));
            if (protocol == nullptr) continue;
            const auto& shape = binding_shape(*protocol, is.binds, member.value, run_.version());
            visit({at.source, &member.value, &member.name, 0, &at}, shape, depth + 1);
        }
    }

    run& run_;
    const asyncapi::document& document_;
    std::span<const rule* const> rules_;
    std::unordered_set<visited, hash> seen_;
    // Where references lead, by their text: many say the same, some on a long way.
    std::map<std::pair<const document_source*, std::string_view>, result<document_value>> targets_;
};

}  // namespace asyncapi::checks
