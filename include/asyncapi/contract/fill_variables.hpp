#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::detail {

/// `a, b, c`
template <class Range, class Name>
std::string listed(const Range& of, Name name) {
    std::string text;
    for (const auto& each : of) text += (text.empty() ? "" : ", ") + std::string{name(each)};
    return text;
}

/// Fills the `{variables}` of a text, of a server or of a channel's address. Values can be secret:
/// errors do not quote them.
///
/// \tparam Variable  a name, its `choices`, and its value `otherwise`
template <class Variable>
class variable_filling {
public:
    /// \param owner  `server 'mosquitto'`
    variable_filling(const std::vector<Variable>& declared, const parameters& given,
                     std::string owner)
        : declared_{declared}, given_{given}, owner_{std::move(owner)} {}

    /// Whether all that was given is declared.
    result<void> check_names() const {
        for (const auto& [name, value] : given_) {
            if (find(name) != nullptr) continue;
            if (declared_.empty()) return wrong("has no variable '" + name + "', nor any other");
            return wrong("has no variable '" + name + "'; it has " +
                         listed(declared_, [](const Variable& each) { return each.name; }));
        }
        return {};
    }

    result<std::string> fill(std::string_view text) const {
        std::string filled;
        while (!text.empty()) {
            const auto open = text.find('{');
            const auto close = open == text.npos ? open : text.find('}', open);
            if (close == text.npos) break;
            filled += text.substr(0, open);
            auto value = value_of(text.substr(open + 1, close - open - 1));
            if (!value) return value.error();
            filled += *value;
            text.remove_prefix(close + 1);
        }
        return filled += text;
    }

private:
    result<std::string> value_of(std::string_view name) const {
        const auto* declared = find(name);
        const auto* given = find_parameter(given_, name);
        const std::string quoted = "variable '" + std::string{name} + "'";
        if (declared == nullptr)
            return wrong("uses the " + quoted + ", which the document does not define");
        if (given == nullptr && !declared->otherwise)
            return wrong("needs a value of the " + quoted + choices_of(*declared));
        const auto& value = given != nullptr ? *given : *declared->otherwise;
        const auto& choices = declared->choices;
        if (!choices.empty() && std::ranges::find(choices, value) == choices.end())
            return wrong("does not allow that value of the " + quoted + choices_of(*declared));
        return value;
    }

    static std::string choices_of(const Variable& of) {
        if (of.choices.empty()) return {};
        return ": " + listed(of.choices, [](const std::string& each) { return each; });
    }

    const Variable* find(std::string_view name) const {
        const auto found = std::ranges::find(declared_, name, &Variable::name);
        return found == declared_.end() ? nullptr : &*found;
    }

    error wrong(const std::string& why) const {
        return {errc::invalid_address, owner_ + ' ' + why};
    }

    const std::vector<Variable>& declared_;
    const parameters& given_;
    std::string owner_;
};

}  // namespace asyncapi::detail
