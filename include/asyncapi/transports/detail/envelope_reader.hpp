#pragma once

#include <asyncapi/transports/detail/envelope.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// Collects the members of a header; RapidJSON calls it.
class header_collector : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, header_collector> {
public:
    explicit header_collector(envelope& into) : read{into} {}

    envelope& read;
    std::string problem;

    bool Null() { return value({}, kind::other); }
    bool Bool(bool yes) { return value(yes ? "true" : "false", kind::boolean); }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        return value({text, length}, kind::number);
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        return value({text, length}, kind::text);
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        const std::string_view name{text, length};
        if (depth_ == 2 && field_ == headers) {
            header_name_ = name;
        } else if (depth_ == 1) {
            field_ = field_named(name);
            const auto bit = 1U << field_;
            if (field_ != unknown && (seen_ & bit) != 0) return fail("a member is there twice");
            seen_ |= bit;
        }
        return true;
    }
    bool StartObject() {
        if (depth_ == 1 && field_ != headers && field_ != unknown)
            return fail("a member has a value of the wrong type");
        if (depth_ == 2 && field_ == headers) return fail("a header is not text");
        return ++depth_ <= max_depth || fail("nested too deeply");
    }
    bool EndObject(rapidjson::SizeType) {
        --depth_;
        return true;
    }
    bool StartArray() {
        if (depth_ == 0) return fail("not an object");
        if (field_ != unknown) return fail("a member has a value of the wrong type");
        return ++depth_ <= max_depth || fail("nested too deeply");
    }
    bool EndArray(rapidjson::SizeType) {
        --depth_;
        return true;
    }

    /// Makes up what the frame is from the members that it has.
    bool finish() {
        const auto count = has(error_) + has(subscribe) + has(unsubscribe) + has(nack);
        if (count > 1) return fail("more than one kind of frame");
        if (has(error_)) return become(envelope::kind::failed);
        if (has(subscribe)) return become(envelope::kind::subscribe);
        if (has(unsubscribe)) return become(envelope::kind::unsubscribe);
        if (has(nack)) return become(envelope::kind::refused);
        if (has(address)) {
            read.what = envelope::kind::message;
            if (read.wants_acknowledgement && read.key.empty()) read.key = read.about.message_id;
            if (read.wants_acknowledgement && read.key.empty())
                return fail("ack is asked for without an id");
            return true;
        }
        if (has(ack) && !read.key.empty()) return become(envelope::kind::acknowledged);
        return fail("no address");
    }

private:
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
    enum class kind { text, number, boolean, other };
    static constexpr int max_depth = 8;

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
        problem = why;
        return false;
    }

    bool become(envelope::kind what) {
        read.what = what;
        // `id` is the key of everything that is not a message or an acknowledgement.
        if (what != envelope::kind::acknowledged && what != envelope::kind::refused)
            read.key = read.about.message_id;
        return true;
    }

    bool value(std::string_view text, kind is) {
        if (depth_ == 0) return fail("not an object");
        if (field_ == unknown) return true;
        if (depth_ == 2) {
            if (is == kind::other) return fail("a header is not text");
            read.about.headers.set(header_name_, text);
            return true;
        }
        if (field_ == ack && is == kind::boolean) {
            read.wants_acknowledgement = text == "true";
            return true;
        }
        if (field_ == binary && is == kind::boolean) {
            read.binary = text == "true";
            return true;
        }
        if (field_ == attempt && is == kind::number) return count(text);
        if (is != kind::text || field_ == headers || field_ == attempt || field_ == binary)
            return fail("a member has a value of the wrong type");
        return set(text);
    }

    bool count(std::string_view text) {
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), read.attempt);
        const auto whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
        return (whole && read.attempt > 0) || fail("attempt is not a positive whole number");
    }

    bool set(std::string_view text) {
        auto& about = read.about;
        switch (field_) {
            case address:
            case subscribe:
            case unsubscribe:
                read.address = text;
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
                read.wants_acknowledgement = true;
                read.key = text;
                break;
            case nack:
                read.key = text;
                break;
            case error_:
                read.code = text;
                break;
            case detail:
                read.detail = text;
                break;
            case copy:
                read.copy = text;
                break;
            case headers:
            case attempt:
            case binary:
            case unknown:
                break;
        }
        return true;
    }

    int depth_ = 0;
    field field_ = unknown;
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
    header_collector collector{into};
    rapidjson::MemoryStream stream{header.data(), header.size()};
    rapidjson::Reader reader;
    constexpr auto flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                           rapidjson::kParseNumbersAsStringsFlag;
    const auto parsed = reader.Parse<flags>(stream, collector);
    // A NUL ends RapidJSON's input early.
    if (!parsed || stream.Tell() != header.size() || !collector.finish()) {
        return error{errc::malformed,
                     collector.problem.empty() ? "the header is not JSON" : collector.problem};
    }
    if (line_end != std::string_view::npos) into.payload = frame.substr(line_end + 1);
    return {};
}

inline result<envelope> read_envelope(std::string_view frame, std::size_t max_header_bytes) {
    envelope said;
    if (auto good = read_envelope(frame, max_header_bytes, said); !good) return good.error();
    return said;
}

}  // namespace asyncapi::detail
