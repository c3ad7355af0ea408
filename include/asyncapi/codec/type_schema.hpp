#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/schema/text.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace asyncapi {

template <class T>
class result;

namespace validation {
class compiled_schema;
struct work_left;
}  // namespace validation

namespace detail {

/// The schema of a C++ type, compiled; an error when the engine cannot enforce it.
class type_schema {
public:
    /// \param text  is kept as a view
    explicit type_schema(std::string_view text);
    type_schema(const type_schema&) = delete;
    type_schema& operator=(const type_schema&) = delete;
    ~type_schema();

    const result<validation::compiled_schema>& compiled() const noexcept;

    /// JSON Schema.
    std::string_view text() const noexcept { return text_; }

    /// \param json  one JSON text
    bool accepts(std::string_view json) const;

    /// \param text  in UTF-8: the string itself, not its JSON
    /// \param work  that is left for the whole message
    bool accepts_text(std::string_view text, validation::work_left& work) const;

private:
    std::string_view text_;
    std::unique_ptr<const result<validation::compiled_schema>> compiled_;
};

/// Compiled once in a program, when it is needed first.
template <class T>
const type_schema& schema_of() {
    static const type_schema compiled{schema_text<T>};
    return compiled;
}

/// The schema `{"pattern": ...}`, as text.
std::string pattern_schema(std::string_view pattern);

/// Whether a text is one JSON value, of the size and depth that is read.
bool is_json_text(std::string_view text);

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/type_schema.ipp>
#endif
