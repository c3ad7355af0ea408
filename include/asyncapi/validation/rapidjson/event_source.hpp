#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/json/pointer.hpp>
#include <asyncapi/validation/rapidjson/encoding.hpp>

#include <rapidjson/document.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

/// Turns a value into the events that RapidJSON's validator takes, without recursion.
///
/// Numbers come in one form for each value. Texts come as `safe_utf8`, ended by NUL, which a
/// `rapidjson::StringRef` need not be. With `lists_names`, each object gets one member more, of a
/// name that no instance has: the list of its names, for `propertyNames` to be held against.
class event_source {
public:
    enum class outcome {
        accepted,
        rejected,  ///< by the handler
        too_deep,
        not_unicode,
        not_a_number,   ///< NaN or an infinity
        too_much_work,  ///< `before_event` returned false
    };

    event_source(std::size_t max_depth, bool lists_names)
        : max_depth_{max_depth}, lists_names_{lists_names} {}

    /// \param before_event  called with the index in its array of the value to come, and the number
    /// of bytes of its text; stops the run when it returns false
    template <class Handler, class BeforeEvent>
    outcome feed(const rapidjson::Value& root, Handler& handler, BeforeEvent before_event) {
        outcome_ = outcome::accepted;
        levels_.clear();
        if (!value(root, handler, before_event)) return outcome_;
        while (!levels_.empty())
            if (!advance(handler, before_event)) return outcome_;
        return outcome_;
    }

    /// \return where in the instance the run stopped
    std::string pointer() const {
        std::string text;
        for (const auto& [container, next] : levels_) {
            if (next == 0) continue;
            if (container->IsArray()) {
                append_token(text, std::size_t{next - 1});
            } else {
                append_token(text, text_of(container->MemberBegin()[next - 1].name));
            }
        }
        return text;
    }

private:
    struct level {
        const rapidjson::Value* container;
        rapidjson::SizeType next;
    };

    bool stop(outcome why) {
        outcome_ = why;
        return false;
    }
    bool passed(bool by_handler) { return by_handler || stop(outcome::rejected); }

    // The next item or member of the innermost container, or its end.
    template <class Handler, class BeforeEvent>
    bool advance(Handler& handler, BeforeEvent& before_event) {
        auto& [container, next] = levels_.back();
        if (container->IsArray()) {
            if (next < container->Size()) return value((*container)[next++], handler, before_event);
            const auto size = container->Size();
            levels_.pop_back();
            return passed(handler.EndArray(size));
        }
        if (next < container->MemberCount()) {
            const auto& member = container->MemberBegin()[next++];
            return text(member.name) && passed(key(handler)) &&
                   value(member.value, handler, before_event);
        }
        const auto& ended = *container;
        if (lists_names_ && !names(ended, handler, before_event)) return false;
        levels_.pop_back();
        return passed(handler.EndObject(ended.MemberCount() + (lists_names_ ? 1 : 0)));
    }

    template <class Handler, class BeforeEvent>
    bool value(const rapidjson::Value& v, Handler& handler, BeforeEvent& before_event) {
        const auto index = levels_.empty() || !levels_.back().container->IsArray()
                               ? 0
                               : std::size_t{levels_.back().next};
        const auto bytes = v.IsString() ? std::size_t{v.GetStringLength()} : 0;
        if (!before_event(index, bytes)) return stop(outcome::too_much_work);
        switch (v.GetType()) {
            case rapidjson::kNullType:
                return passed(handler.Null());
            case rapidjson::kStringType:
                return text(v) && passed(string(handler));
            case rapidjson::kNumberType:
                return numeric(v, handler);
            case rapidjson::kArrayType:
                return enter(v) && passed(handler.StartArray());
            case rapidjson::kObjectType:
                return enter(v) && passed(handler.StartObject());
            default:
                return passed(handler.Bool(v.IsTrue()));
        }
    }

    bool enter(const rapidjson::Value& container) {
        if (levels_.size() == max_depth_) return stop(outcome::too_deep);
        levels_.push_back({&container, 0});
        return true;
    }

    template <class Handler>
    bool numeric(const rapidjson::Value& v, Handler& handler) {
        const auto n = number::of(v);
        if (n.which() == number::form::natural) return passed(handler.Uint64(n.natural()));
        if (n.which() == number::form::negative) return passed(handler.Int64(n.negative()));
        if (!std::isfinite(n.real())) return stop(outcome::not_a_number);
        return passed(handler.Double(n.real()));
    }

    template <class Handler, class BeforeEvent>
    bool names(const rapidjson::Value& object, Handler& handler, BeforeEvent& before_event) {
        text_ = safe_utf8::name_list;
        if (!passed(key(handler)) || !passed(handler.StartArray())) return false;
        for (auto at = object.MemberBegin(); at != object.MemberEnd(); ++at) {
            if (!before_event(0, at->name.GetStringLength())) return stop(outcome::too_much_work);
            if (!text(at->name) || !passed(string(handler))) return false;
        }
        return passed(handler.EndArray(object.MemberCount()));
    }

    bool text(const rapidjson::Value& v) {
        if (!asyncapi::detail::is_utf8(text_of(v))) return stop(outcome::not_unicode);
        to_safe_utf8(text_of(v), text_);
        return true;
    }

    template <class Handler>
    bool key(Handler& handler) const {
        return handler.Key(text_.c_str(), static_cast<rapidjson::SizeType>(text_.size()), true);
    }
    template <class Handler>
    bool string(Handler& handler) const {
        return handler.String(text_.c_str(), static_cast<rapidjson::SizeType>(text_.size()), true);
    }

    std::size_t max_depth_;
    bool lists_names_;
    std::vector<level> levels_;
    std::string text_;
    outcome outcome_ = outcome::accepted;
};

}  // namespace asyncapi::validation::detail
