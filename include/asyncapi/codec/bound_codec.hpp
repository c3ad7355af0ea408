#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/codec/json_type.hpp>
#include <asyncapi/codec/payload_terms.hpp>
#include <asyncapi/codec/typed/view_of.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/schema/text.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {
namespace detail {

/// Reads a value that its own schema and the terms accept.
///
/// \param view  of the value
result<void> read_bound(std::string_view text, const json_reading& how,
                        validation::detail::value_view (*view)(const void*),
                        const payload_terms& terms, void* value, std::string_view message);

result<std::string> write_bound(const json_writing& how,
                                validation::detail::value_view (*view)(const void*),
                                const payload_terms& terms, const void* value,
                                std::string_view message);

template <class T>
validation::detail::value_view view_at(const void* value) {
    return view_of(*static_cast<const T*>(value));
}

}  // namespace detail

/// Reads and writes a C++ type as JSON that satisfies both the schema of the type and a contract's.
///
/// What of the contract the type's schema implies is found out once, and only the rest is checked
/// for each message, on the C++ value: text becomes a value in one pass, and allocates only what
/// the value needs. A message that is refused, and one of which the value does not show enough, is
/// parsed into a document and held to the whole contract, which also finds the words. A cheap
/// copyable handle, usable from several threads.
///
/// \tparam T  a described type
template <class T>
class bound_codec {
public:
    /// \param contract  the payload's schema in the contract
    /// \return `unenforceable_schema`
    static result<bound_codec> bind(std::string_view contract,
                                    const validation::compile_options& options = {}) {
        if (const auto& own = detail::schema_of<T>().compiled(); !own) return own.error();
        auto terms = detail::payload_terms::bind(contract, schema_text<T>, options);
        if (!terms) return terms.error();
        return bound_codec{std::move(*terms)};
    }

    /// Whether the schema of the type implies the contract, so that nothing else is checked.
    bool is_implied() const noexcept { return terms_.is_implied(); }

    /// \param message  named in the error
    /// \return `malformed`, or `contract_violation` with the first place where they part
    result<T> decode(std::string_view text, std::string_view message = {}) const {
        result<T> value{T{}};
        // Inlined where it is used: a call through a table costs as much as a short message.
        if (text.size() <= detail::max_json_bytes) {
            detail::typed_reader reader{text};
            if (reader.read_all(*value) && terms_.accepts(detail::view_of(*value), reader.hidden()))
                return value;
        }
        if (auto read = detail::read_bound(text, detail::reading_of<T>, &detail::view_at<T>, terms_,
                                           &*value, message);
            !read)
            return read.error();
        return value;
    }

    /// \return `contract_violation` when the value breaks the contract or its own schema
    result<std::string> encode(const T& value, std::string_view message = {}) const {
        detail::typed_writer writer;
        if (writer.write_all(value) && terms_.accepts(detail::view_of(value))) return writer.take();
        return detail::write_bound(detail::writing_of<T>, &detail::view_at<T>, terms_, &value,
                                   message);
    }

private:
    explicit bound_codec(detail::payload_terms terms) : terms_{std::move(terms)} {}

    detail::payload_terms terms_;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/bound_codec.ipp>
#endif
