#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// Values of an address's parameters: `{{"orderId", "ORD-1"}}` fills `orders/{orderId}`.
using parameters = std::vector<std::pair<std::string, std::string>>;

namespace detail {

/// \return whether an address has neither parameters nor wildcards
bool is_concrete(std::string_view address) noexcept;

}  // namespace detail

const std::string* find_parameter(const parameters& values, std::string_view name) noexcept;

/// The address of a channel: literal text with `{parameters}`, and in filters the wildcards `+`
/// (one segment) and a last segment `#` (the rest, which may be nothing).
///
/// A parameter stands for one or more characters of one segment; segments are separated by `/`.
///
/// \see AsyncAPI 3.0 Channel Object, address; AsyncAPI 2.6 Channels Object
class address_template {
public:
    explicit address_template(std::string_view text)
        : text_{text}, concrete_{detail::is_concrete(text)} {}

    const std::string& text() const noexcept { return text_; }

    /// \return whether every parameter is filled and there is no wildcard
    bool concrete() const noexcept { return concrete_; }

    /// Fills what `values` has and leaves the other parameters as they are.
    ///
    /// \return `invalid_address` for a value that is empty or holds `/`, `+`, `#`, `{`, `}` or a
    /// control
    ///         character, that starts with `$`, or whose name the address does not have
    result<address_template> fill(const parameters& values) const;

    /// \return `invalid_address` when a parameter has no value in `values`, or as for `fill`
    result<std::string> expand(const parameters& values) const;

    /// \return the parameters' values when `address` is one this template stands for
    std::optional<parameters> match(std::string_view address) const;

private:
    std::string text_;
    bool concrete_;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/address.ipp>
#endif
