#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/document/checks/all.hpp>
#include <asyncapi/document/checks/check.hpp>
#include <asyncapi/document/checks/walk.hpp>

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace asyncapi {

ASYNCAPI_DECL std::span<const checks::rule* const> checks::rules() {
    return all_rules;
}

ASYNCAPI_DECL std::vector<checks::finding> check(const document& document,
                                                 const check_options& options) {
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
        const bool is_ignored =
            std::ranges::find(options.ignored, rule->code) != options.ignored.end();
        if (in_version && !is_ignored && rule->level <= options.least) asked.push_back(rule);
    }
    checks::walk{asking, asked}.begin();
    auto findings = std::move(asking.findings());
    std::erase_if(findings,
                  [&](const checks::finding& found) { return found.level > options.least; });
    std::ranges::stable_sort(
        findings, {}, [](const checks::finding& found) { return std::tie(found.uri, found.at); });
    return findings;
}

}  // namespace asyncapi
