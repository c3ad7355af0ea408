#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/walk.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline std::string article_and_type(const grammar::shape& is) {
    using kind = grammar::shape::kind;
    switch (is.is) {
        case kind::text:
            return "a string";
        case kind::boolean:
            return "true or false";
        case kind::integer:
            return "an integer";
        case kind::number:
            return "a number";
        case kind::null:
            return "null";
        case kind::list:
            return "a list";
        case kind::map:
            return "a map";
        case kind::object:
            return with_article(is.object->name);
        case kind::schema:
            return "a Schema Object";
        case kind::bindings:
            return "a Bindings Object";
        default:
            return "any value";
    }
}

inline void find_wrong_type(run& asking, const site& at) {
    if (fitting(*at.is, *at) != nullptr) return;
    std::string wanted;
    for (const auto* each = at.is; each != nullptr; each = each->otherwise)
        wanted += (wanted.empty() ? "" : " or ") + article_and_type(*each);
    auto text = at.name == nullptr ? "this" : validation::detail::quoted(at.key());
    text += " has to be " + wanted + ", not " + validation::detail::value_text(*at);
    const bool could_be_quoted = at->IsNumber() || at->IsBool();
    if (at.is->is == grammar::shape::kind::text && could_be_quoted)
        text += ": YAML reads it so without quotes";
    asking.report(at, std::move(text));
}

}  // namespace detail

inline constexpr rule wrong_type{
    .code = "wrong-type",
    .summary = "A value has the type that the specification gives it.",
    .specification = "Every object's table of fixed fields: column \"Type\"",
    .on_value = detail::find_wrong_type};

}  // namespace asyncapi::checks
