#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <set>
#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

/// The places that references of a document lead to, also those of the files it refers to.
class referred_places {
public:
    explicit referred_places(const document& of) : document_{of} { collect(of.source()); }

    bool contain(const document_value& component) const {
        if (places_.contains(component.pointer)) return true;
        const auto inside = component.pointer + "/";
        const auto next = places_.lower_bound(inside);
        return next != places_.end() && next->starts_with(inside);
    }

private:
    void collect(const document_source& source) {
        if (seen_.insert(&source).second) collect(source, source.root());
    }

    void collect(const document_source& source, const rapidjson::Value& value) {
        if (value.IsArray())
            for (const auto& each : value.GetArray()) collect(source, each);
        if (!value.IsObject()) return;
        if (const auto* reference = document::reference_of(value)) {
            const auto target = document_.resolve_once(source, text_of(*reference));
            if (target && target->source == &document_.source())
                places_.insert(target->pointer);
            else if (target)
                collect(*target->source);
        }
        for (const auto& member : value.GetObject()) collect(source, member.value);
    }

    const document& document_;
    std::set<std::string> places_;
    std::set<const document_source*> seen_;
};

inline void find_unused_components(run& asking) {
    const auto components = asking.document().at("/components");
    if (!components || !components->IsObject()) return;
    const referred_places referred{asking.document()};
    for_each_member(components, [&](std::string_view section, const document_value& map) {
        if (section == "securitySchemes" && is_version2(asking)) return;
        for_each_member(map, [&](std::string_view name, const document_value& component) {
            if (!referred.contain(component))
                asking.report_name(component, "nothing refers to " + quoted(name) + " of \"" +
                                                  std::string{section} + "\"");
        });
    });
}

}  // namespace detail

inline constexpr rule unused_component{
    .code = "unused-component",
    .level = severity::information,
    .summary = "What the components hold is used.",
    .specification =
        "Components Object: \"All objects defined within the components object will have no effect "
        "on the API unless they are explicitly referenced\"",
    .on_document = detail::find_unused_components};

}  // namespace asyncapi::checks
