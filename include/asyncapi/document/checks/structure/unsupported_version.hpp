#pragma once

#include <asyncapi/document/checks/rule.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_unsupported_version(run& asking) {
    const auto& document = asking.document();
    const auto& source = document.source();
    const site root{&source, &source.root()};
    if (!root->IsObject()) return asking.report(root, "a document is an object");
    const auto* text = root.member("asyncapi");
    if (text == nullptr)
        return asking.report(
            root, "\"asyncapi\" with the version of the specification is missing, as in 3.0.0");
    if (!text->IsString())
        return asking.report_inside(root, "/asyncapi",
                                    "the version has to be a string, as in 3.0.0");
    if (document.version().is_supported()) return;
    asking.report_inside(root, "/asyncapi",
                         validation::detail::quoted(validation::detail::text_of(*text)) +
                             " is no version that is known here: 2.0.0 to 2.6.0, 3.0.0 and 3.1.0");
}

}  // namespace detail

/// Nothing else is judged in a document that fails it.
inline constexpr rule unsupported_version{
    .code = "unsupported-version",
    .summary = "The document says which version of the specification it follows, a known one.",
    .specification = "AsyncAPI Version String: \"The structure shall be `major`.`minor`.`patch`\"",
    .on_document = detail::find_unsupported_version};

}  // namespace asyncapi::checks
