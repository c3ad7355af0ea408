#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Writes the text exposition format of Prometheus, version 0.0.4: a family, then its samples.
class exposition {
public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
        text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    }

    void sample(std::string_view suffix, const std::string& labels, const std::string& value) {
        text_.append(name_).append(suffix).append("{").append(labels).append("} ").append(value);
        text_ += '\n';
    }

    static std::string label(std::string_view name, std::string_view value) {
        std::string text{name};
        text += "=\"";
        for (const char c : value) {
            if (c == '\\' || c == '"') text += '\\';
            if (c == '\n')
                text += "\\n";
            else
                text += c;
        }
        return text += '"';
    }

    static std::string number(double value) {
        char text[32];
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        return {text, end};
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::string_view name_;
};

}  // namespace asyncapi::detail
