#pragma once

#include <asyncapi/detail/json/text_buffer.hpp>
#include <asyncapi/detail/timestamp.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transports/detail/reused_delivery.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// What one frame says. \see docs/websocket-envelope.md
struct envelope {
    enum class kind { message, subscribe, unsubscribe, acknowledged, refused, failed };

    kind what = kind::message;
    std::string address;  ///< of a message; the filter of `subscribe` and `unsubscribe`
    metadata about;       ///< of a message
    std::uint32_t attempt = 1;
    bool wants_acknowledgement = false;
    std::string key;   ///< what to acknowledge with; of the other kinds: which is meant
    std::string code;  ///< of `failed`
    std::string detail;
    std::string copy;          ///< names this sending of a message, where a peer may get it twice
    bool binary = false;       ///< where frames do not say it themselves
    std::string_view payload;  ///< into the frame
};

/// Writes the headers of frames.
///
/// Text that is not UTF-8 spoils the header: `finish` then returns nothing.
class header_writer {
public:
    header_writer& text(std::string_view name, std::string_view value) {
        write_name(name);
        good_ = good_ && to_.text(value);
        return *this;
    }
    header_writer& optional_text(std::string_view name, std::string_view value) {
        return value.empty() ? *this : text(name, value);
    }
    header_writer& flag(std::string_view name) {
        write_name(name);
        to_.put(std::string_view{"true"});
        return *this;
    }
    header_writer& headers(const header_map& values) {
        if (values.empty()) return *this;
        write_name("headers");
        char before = '{';
        for (const auto& [name, value] : values) {
            to_.put(std::exchange(before, ','));
            good_ = good_ && to_.text(name);
            to_.put(':');
            good_ = good_ && to_.text(value);
        }
        to_.put('}');
        return *this;
    }

    bool good() const noexcept { return good_; }
    /// \return without the closing brace
    std::string finish_open() { return good_ ? to_.take() : std::string{}; }
    std::string finish() {
        to_.put('}');
        return finish_open();
    }

private:
    void write_name(std::string_view name) {
        to_.put(std::exchange(before_, ','));
        to_.put('"');
        to_.put(name);
        to_.put(std::string_view{"\":"});
    }

    text_buffer to_;
    char before_ = '{';
    bool good_ = true;
};

/// The header of a message, without what depends on the connection: its acknowledgement and
/// attempt, and the closing brace.
///
/// \return `malformed` when an address or a value is not UTF-8
inline result<std::string> open_header(std::string_view address, const metadata& about) {
    header_writer header;
    header.text("address", address)
        .optional_text("message", about.message_name)
        .optional_text("id", about.message_id)
        .optional_text("correlationId", about.correlation_id)
        .optional_text("replyTo", about.reply_address)
        .optional_text("contentType", about.content_type)
        .optional_text("time",
                       about.time ? asyncapi::detail::to_timestamp(*about.time) : std::string{})
        .optional_text("traceparent", about.trace.traceparent)
        .optional_text("tracestate", about.trace.tracestate)
        .headers(about.headers);
    if (!header.good()) return error{errc::malformed, "an address or metadata are not UTF-8"};
    return header.finish_open();
}

/// Moves a message that arrived in a frame, and leaves memory to be used again.
inline void move_delivery(envelope& said, bool binary, delivery& to) {
    to.address.swap(said.address);
    copy_text(said.payload, to.payload);
    swap(to.metadata, said.about);
    to.attempt = said.attempt;
    to.binary = binary;
    to.bare = to.retained = false;
}

/// Makes it as good as new, but for its memory.
inline void clear(envelope& which) noexcept {
    which.what = envelope::kind::message;
    which.address.clear();
    clear_metadata(which.about);
    which.attempt = 1;
    which.wants_acknowledgement = false;
    which.key.clear();
    which.code.clear();
    which.detail.clear();
    which.copy.clear();
    which.binary = false;
    which.payload = {};
}

inline std::string subscribe_frame(const std::string& filter, const std::string& key,
                                   bool acknowledges) {
    header_writer header;
    header.text("subscribe", filter).optional_text("id", key);
    if (acknowledges) header.flag("ack");
    return header.finish();
}

inline std::string unsubscribe_frame(const std::string& filter, const std::string& key) {
    return header_writer{}.text("unsubscribe", filter).optional_text("id", key).finish();
}

inline std::string acknowledgement_frame(const std::string& key, bool acknowledged) {
    return header_writer{}.text(acknowledged ? "ack" : "nack", key).finish();
}

inline std::string error_frame(const char* code, std::string_view detail, const std::string& key,
                               const std::string& address) {
    header_writer header;
    header.text("error", code)
        .optional_text("detail", detail)
        .optional_text("id", key)
        .optional_text("address", address);
    return header.good() ? header.finish() : header_writer{}.text("error", code).finish();
}

}  // namespace asyncapi::detail
