#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/grammar/shape.hpp>
#include <asyncapi/validation/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What is judged in a document: one rule a header, listed in `checks/all.hpp`.
namespace asyncapi::checks {

enum class severity : std::uint8_t {
    error,        ///< the document breaks a MUST of the specification
    warning,      ///< a SHOULD, or what is most likely a mistake
    information,  ///< a recommendation
};

constexpr std::string_view name_of(severity level) {
    switch (level) {
        case severity::error:
            return "error";
        case severity::warning:
            return "warning";
        default:
            return "information";
    }
}

/// \return `an Info Object`, `an MQTT Server Binding Object`
inline std::string with_article(std::string_view name) {
    // Of names that are spelt out; NATS and ROS are spoken as words.
    constexpr std::string_view spoken_with_vowel = "AEFHILMOSX";
    constexpr std::string_view vowels = "AEIOUaeiou";
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool is_spelt = name.size() > 1 && is_capital(name[0]) && is_capital(name[1]);
    const auto& letters = is_spelt ? spoken_with_vowel : vowels;
    const bool is_vowel = !name.empty() && letters.find(name.front()) != letters.npos;
    return (is_vowel ? "an " : "a ") + std::string{name};
}

/// What a rule found.
struct finding {
    std::string_view code;  ///< of the rule
    severity level = severity::error;
    std::string uri;         ///< of the text
    text_position at;        ///< where in it; line 0 where it is not known
    std::size_t length = 1;  ///< of what is meant, in bytes of that line
    std::string pointer;     ///< JSON Pointer in the text
    std::string message;     ///< a sentence for a person
};

/// A value on the way from the root, or from where a reference led.
struct site {
    const document_source* source = nullptr;
    const rapidjson::Value* value = nullptr;
    const rapidjson::Value* name = nullptr;  ///< of the member; null in a list and at the root
    std::size_t index = 0;                   ///< in a list
    const site* parent = nullptr;
    std::string_view base = {};  ///< without a parent: JSON Pointer of the value
    const grammar::shape* is = nullptr;
    const grammar::object_grammar* object = nullptr;  ///< null where the value is none
    const site* referrer = nullptr;  ///< without a parent: the reference that led here

    const rapidjson::Value& operator*() const noexcept { return *value; }
    const rapidjson::Value* operator->() const noexcept { return value; }

    std::string_view key() const {
        return name == nullptr ? std::string_view{} : validation::detail::text_of(*name);
    }

    std::string pointer() const {
        if (parent == nullptr) return std::string{base};
        auto text = parent->pointer();
        if (name != nullptr)
            validation::detail::append_token(text, key());
        else
            validation::detail::append_token(text, index);
        return text;
    }

    document_value where() const { return {source, value, pointer()}; }

    /// \return the member's value, or nullptr
    const rapidjson::Value* member(std::string_view wanted) const {
        return value->IsObject() ? validation::detail::find_member(*value, wanted) : nullptr;
    }

    /// \return the nearest enclosing object of that kind, this one included, or nullptr
    const site* within(const grammar::object_grammar& kind) const {
        for (const auto* each = this; each != nullptr; each = each->parent)
            if (each->object == &kind) return each;
        return nullptr;
    }
};

class run;

/// A rule: what it holds, and how it is looked at.
struct rule {
    std::string_view code;  ///< words with hyphens; never changes
    severity level = severity::error;
    std::string_view summary;        ///< one sentence: what a document has to be
    std::string_view specification;  ///< where that is said, and in what words
    specification_version since = {2, 0};
    specification_version until = {3, 99};

    /// Called once for the document.
    void (*on_document)(run&) = nullptr;
    /// Called for each object that the specification knows; with `only`, for those.
    void (*on_object)(run&, const site&) = nullptr;
    const grammar::object_grammar* only[4] = {};
    /// Called for each value that the specification knows, an object too, before its members.
    void (*on_value)(run&, const site&) = nullptr;
    /// Called for each Reference Object, with what it leads to or why to nothing.
    void (*on_reference)(run&, const site&, const result<document_value>&) = nullptr;
};

/// One look at a document: what rules ask and tell.
class run {
public:
    struct limits {
        std::size_t max_findings = 1'000;
    };

    explicit run(const asyncapi::document& of) : document_{of} {}

    const asyncapi::document& document() const noexcept { return document_; }
    specification_version version() const noexcept { return document_.version(); }

    /// Says that a value is wrong.
    void report(const site& at, std::string message) { tell(at, *at.value, std::move(message)); }
    void report(const document_value& at, std::string message) {
        add(*at.source, *at.value, at.pointer, std::move(message));
    }

    /// Says that the name of a member is wrong, or what stands at that name.
    void report_name(const site& at, std::string message) {
        tell(at, at.name == nullptr ? *at.value : *at.name, std::move(message));
    }

    void report_name(const document_value& at, std::string message) {
        add(*at.source, name_at(at), at.pointer, std::move(message));
    }

    /// As `report_name`, of what is only likely to be wrong.
    void warn_of_name(const site& at, std::string message) {
        const auto before = findings_.size();
        report_name(at, std::move(message));
        if (findings_.size() > before) findings_.back().level = severity::warning;
    }

    /// Says that something inside of a value is wrong, at a JSON Pointer from it.
    void report_inside(const site& at, std::string_view pointer, std::string message) {
        const auto whole = at.pointer() + std::string{pointer};
        const auto* inner = at.source->find(whole);
        add(*at.source, inner == nullptr ? *at.value : *inner, whole, std::move(message));
    }

    /// What is told meanwhile is no more than that.
    template <class Tell>
    void at_most(severity level, Tell tell) {
        const auto before = std::exchange(level_, std::max(level_, level));
        tell();
        level_ = before;
    }

    /// Schemas that values were held to, or nothing where they cannot be enforced.
    std::map<const rapidjson::Value*, std::optional<validation::compiled_schema>> compiled;
    std::size_t compiled_bytes = 0;  ///< of all of them
    std::size_t looks = 5'000'000;   ///< at schemas, that are left: about 100 ns each

    /// \return what a member of an object is, behind its references; empty where there is none
    document_value followed(const document_value& of, std::string_view name) const {
        return followed(of.member(name));
    }
    document_value followed(const document_value& at) const {
        auto target = document_.resolve(at);
        return target ? *std::move(target) : document_value{};
    }

    std::vector<finding>& findings() noexcept { return findings_; }
    bool is_full() const noexcept { return findings_.size() >= limits{}.max_findings; }

    /// The rule that is being asked.
    void enter(const rule& asked) noexcept {
        asked_ = &asked;
        level_ = asked.level;
    }

private:
    void tell(const site& at, const rapidjson::Value& value, std::string message) {
        add(*at.source, value, at.pointer(), std::move(message));
    }

    void add(const document_source& source, const rapidjson::Value& value, std::string pointer,
             std::string message) {
        if (is_full() || is_silenced(source, pointer)) return;
        const auto position = source.position_of(value);
        findings_.push_back({asked_->code, level_, source.uri(), position,
                             extent(source, value, position), std::move(pointer),
                             std::move(message)});
    }

    static const rapidjson::Value& name_at(const document_value& at) {
        const auto slash = at.pointer.rfind('/');
        if (slash == at.pointer.npos) return *at.value;
        const auto* parent = at.source->find(std::string_view{at.pointer}.substr(0, slash));
        if (parent == nullptr || !parent->IsObject()) return *at.value;
        for (const auto& member : parent->GetObject())
            if (&member.value == at.value) return member.name;
        return *at.value;
    }

    // `x-asyncapi-ignore: [code]` in an object holds for all that is inside.
    bool is_silenced(const document_source& source, std::string_view pointer) const {
        for (const auto* at = &source.root(); at != nullptr; at = step(*at, pointer)) {
            const auto* ignored = at->IsObject()
                                      ? validation::detail::find_member(*at, "x-asyncapi-ignore")
                                      : nullptr;
            if (ignored != nullptr && ignored->IsArray())
                for (const auto& code : ignored->GetArray())
                    if (code.IsString() && validation::detail::text_of(code) == asked_->code)
                        return true;
            if (pointer.empty()) break;
        }
        return false;
    }

    static const rapidjson::Value* step(const rapidjson::Value& at, std::string_view& pointer) {
        const auto token = validation::detail::take_token(pointer);
        if (at.IsObject()) return validation::detail::find_member(at, token);
        if (!at.IsArray()) return nullptr;
        std::size_t index = 0;
        const auto* const end = token.data() + token.size();
        const bool is_index = std::from_chars(token.data(), end, index).ptr == end;
        return is_index && index < at.Size() ? &at[static_cast<rapidjson::SizeType>(index)]
                                             : nullptr;
    }

    // How much of the line is meant: the word, the quoted text, the number.
    static std::size_t extent(const document_source& source, const rapidjson::Value& value,
                              text_position position) {
        if (position.line == 0 || value.IsObject() || value.IsArray()) return 1;
        constexpr std::size_t longest = 1'000;
        const auto whole = source.lines().line_of(source.text(), position.line);
        const auto line =
            whole.substr(std::min<std::size_t>(position.column - 1, whole.size()), longest);
        if (line.empty()) return 1;
        if (line.front() == '"' || line.front() == '\'') {
            const auto close = line.find(line.front(), 1);
            return close == line.npos ? line.size() : close + 1;
        }
        std::size_t size = value.IsString() ? value.GetStringLength() : 0;
        if (size == 0 || size > line.size())
            size = std::min(line.find_first_of(",]} #"), line.size());
        return std::max<std::size_t>(size, 1);
    }

    const asyncapi::document& document_;
    std::vector<finding> findings_;
    const rule* asked_ = nullptr;
    severity level_ = severity::error;
};

}  // namespace asyncapi::checks
