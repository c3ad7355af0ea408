#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/residual_schema.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>

#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// What a contract asks of the JSON of a C++ type, and what of it the schema of the type leaves to
/// be checked on values. A cheap copyable handle, usable from several threads.
class payload_terms {
public:
    /// \param contract  JSON Schema
    /// \param own       JSON Schema of the type
    /// \return `unenforceable_schema`
    static result<payload_terms> bind(std::string_view contract, std::string_view own,
                                      const validation::compile_options& options);

    /// Whether the schema of the type implies the contract, so that nothing else is checked.
    bool is_implied() const noexcept { return left_.is_true(); }

    /// Whether a value that satisfies the schema of its type satisfies the contract. No is not the
    /// last word: then its text has to be seen.
    ///
    /// \param hidden  what the value may have lost of its text, by `validation::blind_spot`
    bool accepts(validation::detail::value_view value, unsigned hidden = 0) const {
        return left_.accepts(value, hidden);
    }

    /// Holds JSON to all of the contract.
    result<void> check(const rapidjson::Value& json, std::string_view message) const;

private:
    payload_terms(validation::compiled_schema whole, validation::residual_schema left)
        : whole_{std::move(whole)}, left_{std::move(left)} {}

    validation::compiled_schema whole_;
    validation::residual_schema left_;
};

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/payload_terms.ipp>
#endif
