#pragma once

#include <asyncapi/detail/config.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {

/// What went wrong, in terms a program can act on. Each value has its cause and cure in
/// docs/errors.md.
enum class errc : int {
    contract_violation = 1,  ///< a message does not satisfy its schema
    malformed,               ///< bytes are not what their content type says
    unenforceable_schema,    ///< a schema is invalid, or asks for what the engine cannot enforce
    invalid_address,  ///< an address parameter is missing, unknown or holds a forbidden character
    would_block,      ///< a bounded queue is full; wait for `writable()`
    not_connected,    ///< there is no connection, and the transport does not queue without one
    closed,           ///< the transport, the channel or the subscription was closed
    timed_out,        ///< the deadline passed first
    cancelled,        ///< the operation was cancelled
    too_large,        ///< a message is larger than the limit of the transport
    unauthorized,     ///< the peer or this side's policy refused access
    unsupported,      ///< the transport does not offer what was asked for
    rejected,         ///< the peer answered that it did not accept the message
    protocol_error,   ///< the peer broke the rules of the transport
    handler_failed,   ///< the handler of a message threw, or released it, on its last attempt
};

/// The category of `errc`.
const boost::system::error_category& error_category() noexcept;

inline boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

}  // namespace asyncapi

template <>
struct boost::system::is_error_code_enum<asyncapi::errc> : std::true_type {};

namespace asyncapi {

/// Where a message and its schema part.
///
/// \see RFC 6901 for both pointers; an empty one is the whole instance or schema.
struct violation {
    std::string message;         ///< name of the message, as in the document; may be empty
    std::string pointer;         ///< JSON Pointer into the instance
    std::string keyword;         ///< the schema keyword that failed, e.g. `minimum`
    std::string schema_pointer;  ///< JSON Pointer to that keyword in the author's schema
    std::string reason;          ///< one sentence for a person
    std::uint32_t line = 0;      ///< of the document that says so, from 1; 0 where it is not known
    std::uint32_t column = 0;    ///< in that line, from 1, in bytes
};

/// A failure: a code to branch on, and for a person where it happened and why.
class error {
public:
    /// Longest text that `detail()` keeps: it can quote a stranger's input.
    static constexpr std::size_t max_detail_bytes = 200;

    error(errc code) : code_{make_error_code(code)} {}
    error(boost::system::error_code code) : code_{code} {}
    error(boost::system::error_code code, std::string_view detail)
        : error{code, violation{}, detail} {}
    error(errc code, std::string_view detail) : error{make_error_code(code), violation{}, detail} {}
    error(errc code, violation where) : error{make_error_code(code), std::move(where)} {}
    error(boost::system::error_code code, violation where) : error{code, std::move(where), {}} {}

    boost::system::error_code code() const noexcept { return code_; }

    /// The place, with empty members where nothing is known. Its `reason` is `detail()`.
    const violation& where() const noexcept { return where_ ? *where_ : nowhere(); }

    /// One sentence for a person, at most `max_detail_bytes`.
    const std::string& detail() const noexcept { return where().reason; }

    /// `OrderPlaced at /lines/0/quantity: contract violation (minimum): 0 is less than 1`.
    ///
    /// One line for a person or a log: parts are cut as `detail()` is, and control characters,
    /// which a stranger can have put into names, become `?`.
    std::string to_string() const;

    friend bool operator==(const error& left, errc right) noexcept {
        return left.code_ == make_error_code(right);
    }

private:
    error(boost::system::error_code code, violation where, std::string_view detail);

    static const violation& nowhere() noexcept;

    boost::system::error_code code_;
    std::shared_ptr<const violation> where_;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/error.ipp>
#endif
