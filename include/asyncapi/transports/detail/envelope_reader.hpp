#pragma once

#include <asyncapi/detail/json/text_cursor.hpp>
#include <asyncapi/transports/detail/envelope.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// Reads the header of a frame.
class header_reader {
public:
    header_reader(std::string_view header, envelope& into) : from_{header}, read_{into} {
        // Those that count are looked at here.
        from_.take_names_as_different();
    }

    /// \return whether it is one; if not, `problem` says why
    bool read() {
        if (!from_.take('{')) return fail(from_.skip(max_depth) ? "not an object" : not_json);
        if (!from_.take('}')) {
            do {
                if (!member()) return false;
            } while (from_.take(','));
            if (!from_.take('}')) return fail(not_json);
        }
        from_.peek();
        return from_.is_at_end() ? finish() : fail(not_json);
    }

    const char* problem() const noexcept { return problem_; }

private:
    bool member() {
        text_token name;
        if (!from_.text(name)) return fail(not_json);
        const auto which = field_named(name.text);
        const auto bit = 1U << which;
        if (which != unknown && (seen_ & bit) != 0) return fail("a member is there twice");
        seen_ |= bit;
        if (!from_.take(':')) return fail(not_json);
        if (which == unknown) return from_.skip(max_depth) || fail(not_json);
        if (which == headers) return all_headers();
        if (which == attempt) return count();
        if (which == binary) return boolean(read_.binary);
        if (which == ack && from_.peek() != '"') return boolean(read_.wants_acknowledgement);
        if (from_.peek() != '"') return fail_value();
        text_token text;
        return from_.text(text) ? set(which, text.text) : fail(not_json);
    }

    // Makes up what the frame is from the members that it has.
    bool finish() {
        const auto count = has(error_) + has(subscribe) + has(unsubscribe) + has(nack);
        if (count > 1) return fail("more than one kind of frame");
        if (has(error_)) return become(envelope::kind::failed);
        if (has(subscribe)) return become(envelope::kind::subscribe);
        if (has(unsubscribe)) return become(envelope::kind::unsubscribe);
        if (has(nack)) return become(envelope::kind::refused);
        if (has(address)) {
            read_.what = envelope::kind::message;
            if (read_.wants_acknowledgement && read_.key.empty())
                read_.key = read_.about.message_id;
            if (read_.wants_acknowledgement && read_.key.empty())
                return fail("ack is asked for without an id");
            return true;
        }
        if (has(ack) && !read_.key.empty()) return become(envelope::kind::acknowledged);
        return fail("no address");
    }

    enum field : unsigned {
        address,
        message,
        id,
        correlation_id,
        reply_to,
        content_type,
        time,
        traceparent,
        tracestate,
        headers,
        attempt,
        ack,
        nack,
        subscribe,
        unsubscribe,
        error_,
        detail,
        copy,
        binary,
        unknown
    };
    static constexpr std::size_t max_depth = 7;  // of what is not looked at
    static constexpr const char* not_json = "the header is not JSON";

    static field field_named(std::string_view name) noexcept {
        static constexpr std::string_view names[] = {
            "address",     "message", "id",          "correlationId", "replyTo",
            "contentType", "time",    "traceparent", "tracestate",    "headers",
            "attempt",     "ack",     "nack",        "subscribe",     "unsubscribe",
            "error",       "detail",  "copy",        "binary"};
        for (unsigned i = 0; i < std::size(names); ++i) {
            if (names[i] == name) return static_cast<field>(i);
        }
        return unknown;
    }

    int has(field which) const noexcept { return (seen_ >> which) & 1U; }

    bool fail(const char* why) {
        problem_ = why;
        return false;
    }

    bool become(envelope::kind what) {
        read_.what = what;
        // `id` is the key of everything that is not a message or an acknowledgement.
        if (what != envelope::kind::acknowledged && what != envelope::kind::refused)
            read_.key = read_.about.message_id;
        return true;
    }

    // After a value that was not as expected.
    bool fail_value() {
        const auto first = from_.peek();
        const auto is_value = first == '{' || first == '[' || from_.skip(0);
        return fail(is_value ? "a member has a value of the wrong type" : not_json);
    }

    bool boolean(bool& value) {
        const auto first = from_.peek();
        if (first != 't' && first != 'f') return fail_value();
        value = first == 't';
        return from_.literal(value ? "true" : "false") || fail(not_json);
    }

    bool count() {
        const char* const start = from_.position();
        if (from_.whole(read_.attempt) && read_.attempt > 0) return true;
        from_.move_to(start);
        std::string_view number;
        if (!from_.number(number)) return fail_value();
        return fail("attempt is not a positive whole number");
    }

    bool all_headers() {
        if (!from_.take('{')) return fail_value();
        if (from_.take('}')) return true;
        do {
            text_token name;
            if (!from_.text(name)) return fail(not_json);
            header_name_ = name.text;
            if (!from_.take(':')) return fail(not_json);
            if (!header()) return false;
        } while (from_.take(','));
        return from_.take('}') || fail(not_json);
    }

    // What is not text becomes its JSON.
    bool header() {
        std::string_view value;
        text_token text;
        switch (from_.peek()) {
            case '"':
                if (!from_.text(text)) return fail(not_json);
                value = text.text;
                break;
            case 't':
            case 'f':
                value = from_.peek() == 't' ? "true" : "false";
                if (!from_.literal(value)) return fail(not_json);
                break;
            case 'n':
            case '{':
            case '[':
                return fail("a header is not text");
            default:
                if (!from_.number(value)) return fail(not_json);
        }
        read_.about.headers.set(header_name_, value);
        return true;
    }

    bool set(field which, std::string_view text) {
        auto& about = read_.about;
        switch (which) {
            case address:
            case subscribe:
            case unsubscribe:
                read_.address = text;
                break;
            case message:
                about.message_name = text;
                break;
            case id:
                about.message_id = text;
                break;
            case correlation_id:
                about.correlation_id = text;
                break;
            case reply_to:
                about.reply_address = text;
                break;
            case content_type:
                about.content_type = text;
                break;
            case time:
                about.time = asyncapi::detail::from_timestamp(text);
                return about.time || fail("time is not of RFC 3339");
            case traceparent:
                about.trace.traceparent = text;
                break;
            case tracestate:
                about.trace.tracestate = text;
                break;
            case ack:
                read_.wants_acknowledgement = true;
                read_.key = text;
                break;
            case nack:
                read_.key = text;
                break;
            case error_:
                read_.code = text;
                break;
            case detail:
                read_.detail = text;
                break;
            case copy:
                read_.copy = text;
                break;
            case headers:
            case attempt:
            case binary:
            case unknown:
                break;
        }
        return true;
    }

    text_cursor from_;
    envelope& read_;
    const char* problem_ = "";
    unsigned seen_ = 0;
    std::string header_name_;
};

/// \param max_header_bytes  longest header that is read
/// \param into  for its memory
/// \return `malformed`, with what is wrong for the one who sent it
inline result<void> read_envelope(std::string_view frame, std::size_t max_header_bytes,
                                  envelope& into) {
    const auto line_end = frame.substr(0, max_header_bytes + 1).find('\n');
    if (line_end == std::string_view::npos && frame.size() > max_header_bytes)
        return error{errc::malformed, "the header is too long"};
    const auto header = frame.substr(0, line_end);

    clear(into);
    header_reader reader{header, into};
    if (!reader.read()) return error{errc::malformed, reader.problem()};
    if (line_end != std::string_view::npos) into.payload = frame.substr(line_end + 1);
    return {};
}

inline result<envelope> read_envelope(std::string_view frame, std::size_t max_header_bytes) {
    envelope said;
    if (auto good = read_envelope(frame, max_header_bytes, said); !good) return good.error();
    return said;
}

}  // namespace asyncapi::detail
