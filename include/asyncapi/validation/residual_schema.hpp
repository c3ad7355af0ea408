#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/value_view.hpp>
#include <asyncapi/validation/residual/blind_spot.hpp>
#include <asyncapi/validation/schema.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace asyncapi::validation {

/// What of a schema is left to check on values that satisfy another schema already: C++ values,
/// held to the schema of their type. A cheap copyable handle, usable from several threads.
class residual_schema {
public:
    /// Holds values to what is left.
    class checker {
    public:
        virtual ~checker() = default;
        checker(const checker&) = delete;
        checker& operator=(const checker&) = delete;
        virtual bool accepts(detail::value_view value) const = 0;

    protected:
        checker() = default;
    };

    /// \param implied  the schema that is satisfied already, such as `schema_text<T>`
    /// \return `unenforceable_schema`
    static result<residual_schema> compile(std::string_view schema_json, std::string_view implied,
                                           const compile_options& options = {});

    /// \param left         nullptr: nothing
    /// \param blind_spots  where it needs more than a C++ value shows, by `blind_spot`
    residual_schema(std::shared_ptr<const checker> left, unsigned blind_spots)
        : left_{std::move(left)}, blind_spots_{blind_spots} {}

    /// Whether nothing is left: the other schema implies this one.
    bool is_true() const noexcept { return left_ == nullptr; }

    /// Whether a C++ value that satisfies the schema of its type satisfies all of this one. Yes is
    /// the last word; no is not, where a value does not show enough: then its text has to be seen.
    ///
    /// \param hidden  what the value may have lost of a text that it was read from, by `blind_spot`
    bool accepts(detail::value_view value, unsigned hidden = 0) const {
        return is_true() || ((hidden & blind_spots_) == 0 && left_->accepts(value));
    }

private:
    std::shared_ptr<const checker> left_;
    unsigned blind_spots_;
};

}  // namespace asyncapi::validation

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/validation/impl/residual_schema.ipp>
#endif
