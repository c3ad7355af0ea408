#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/checks/rule.hpp>

#include <span>
#include <string>
#include <vector>

namespace asyncapi {

struct check_options {
    std::vector<std::string> ignored;  ///< codes of rules that are not asked

    /// Up to which level rules are asked: with `warning`, recommendations are left out.
    checks::severity least = checks::severity::information;
};

/// Judges a document by the rules of the specification and the recommendations.
///
/// \return what was found, in the order of the text, at most 1,000; empty: the document is fine
std::vector<checks::finding> check(const document& document, const check_options& options = {});

namespace checks {

/// \return all rules, by subject
std::span<const rule* const> rules();

}  // namespace checks
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/document/checks/impl/check.ipp>
#endif
