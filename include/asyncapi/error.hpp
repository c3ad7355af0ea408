#pragma once

#include <boost/system/error_code.hpp>

#include <algorithm>
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
};

namespace detail {

constexpr const char* describe(errc code) noexcept {
    switch (code) {
        case errc::contract_violation:
            return "contract violation";
        case errc::malformed:
            return "malformed";
        case errc::unenforceable_schema:
            return "unenforceable schema";
        case errc::invalid_address:
            return "invalid address";
        case errc::would_block:
            return "would block";
        case errc::not_connected:
            return "not connected";
        case errc::closed:
            return "closed";
        case errc::timed_out:
            return "timed out";
        case errc::cancelled:
            return "cancelled";
        case errc::too_large:
            return "too large";
        case errc::unauthorized:
            return "unauthorized";
        case errc::unsupported:
            return "unsupported";
        case errc::rejected:
            return "rejected";
        case errc::protocol_error:
            return "protocol error";
    }
    return "unknown error";
}

class error_category_type final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "asyncapi"; }
    std::string message(int value) const override { return describe(static_cast<errc>(value)); }
};

}  // namespace detail

/// The category of `errc`.
inline const boost::system::error_category& error_category() noexcept {
    static const detail::error_category_type category;
    return category;
}

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
    std::string to_string() const {
        const auto& at = where();
        std::string text = shown(at.message);
        if (!at.pointer.empty()) text += (text.empty() ? "at " : " at ") + shown(at.pointer);
        if (!text.empty()) text += ": ";
        text += code_.message();
        if (!at.keyword.empty()) text += " (" + shown(at.keyword) + ")";
        if (!at.reason.empty()) text += ": " + shown(at.reason);
        return text;
    }

    friend bool operator==(const error& left, errc right) noexcept {
        return left.code_ == make_error_code(right);
    }

private:
    error(boost::system::error_code code, violation where, std::string_view detail) : code_{code} {
        if (!detail.empty()) where.reason = detail;
        cut(where.reason);
        where_ = std::make_shared<const violation>(std::move(where));
    }

    static std::string shown(std::string text) {
        cut(text);
        std::ranges::replace_if(
            text,
            [](char c) {
                const auto byte = static_cast<unsigned char>(c);
                return byte < 0x20 || byte == 0x7F;
            },
            '?');
        return text;
    }

    // Cuts between characters, so that what was UTF-8 stays UTF-8.
    static void cut(std::string& text) {
        if (text.size() <= max_detail_bytes) return;
        std::size_t end = max_detail_bytes - 3;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        text.resize(end);
        text += "...";
    }

    static const violation& nowhere() noexcept {
        static const violation none;
        return none;
    }

    boost::system::error_code code_;
    std::shared_ptr<const violation> where_;
};

}  // namespace asyncapi
