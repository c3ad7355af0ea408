#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/checks/all.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/walk.hpp>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace asyncapi {

struct check_options {
    std::vector<std::string> ignored;  ///< codes of rules that are not asked
};

/// Judges a document by the rules of the specification and the recommendations.
///
/// \return what was found, in the order of the text, at most 1,000; empty: the document is fine
inline std::vector<checks::finding> check(const document& document,
                                          const check_options& options = {}) {
    checks::run asking{document};
    if (!document.version().is_supported()) {
        asking.enter(checks::unsupported_version);
        checks::unsupported_version.on_document(asking);
        return std::move(asking.findings());
    }
    std::vector<const checks::rule*> asked;
    for (const auto* rule : checks::all_rules) {
        const bool in_version =
            rule->since <= document.version() && document.version() <= rule->until;
        if (in_version && std::ranges::find(options.ignored, rule->code) == options.ignored.end())
            asked.push_back(rule);
    }
    checks::walk{asking, asked}.begin();
    auto findings = std::move(asking.findings());
    std::ranges::stable_sort(
        findings, {}, [](const checks::finding& found) { return std::tie(found.uri, found.at); });
    return findings;
}

}  // namespace asyncapi
