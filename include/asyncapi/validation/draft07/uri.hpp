#pragma once

#include <asyncapi/detail/percent.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// A URI reference in its parts.
///
/// \see RFC 3986, appendix B
struct uri {
    std::optional<std::string> scheme = {};
    std::optional<std::string> authority = {};
    std::string path = {};
    std::optional<std::string> query = {};
    std::optional<std::string> fragment = {};

    static uri parse(std::string_view text) {
        uri made;
        if (const auto hash = text.find('#'); hash != text.npos) {
            made.fragment = text.substr(hash + 1);
            text = text.substr(0, hash);
        }
        if (const auto mark = text.find('?'); mark != text.npos) {
            made.query = text.substr(mark + 1);
            text = text.substr(0, mark);
        }
        if (const auto colon = text.find(':');
            colon != text.npos && colon > 0 && text.find('/') > colon) {
            made.scheme = text.substr(0, colon);
            text.remove_prefix(colon + 1);
        }
        if (text.starts_with("//")) {
            const auto end = std::min(text.find('/', 2), text.size());
            made.authority = text.substr(2, end - 2);
            text.remove_prefix(end);
        }
        made.path = text;
        return made;
    }

    /// The URI that `reference` means in a document of this one.
    ///
    /// \see RFC 3986 section 5.2.2
    uri resolve(uri reference) const {
        if (reference.scheme) {
            reference.path = without_dots(reference.path);
            return reference;
        }
        reference.scheme = scheme;
        if (reference.authority) {
            reference.path = without_dots(reference.path);
            return reference;
        }
        reference.authority = authority;
        if (reference.path.empty()) {
            reference.path = path;
            if (!reference.query) reference.query = query;
        } else if (reference.path.front() == '/') {
            reference.path = without_dots(reference.path);
        } else {
            reference.path = without_dots(merged(reference.path));
        }
        return reference;
    }

    /// Without the fragment.
    std::string resource() const {
        std::string text;
        if (scheme) text += *scheme + ':';
        if (authority) text += "//" + *authority;
        text += path;
        if (query) text += '?' + *query;
        return text;
    }

private:
    std::string merged(std::string_view relative) const {
        if (authority && path.empty()) return '/' + std::string{relative};
        const auto slash = path.rfind('/');
        const auto folder = slash == path.npos ? std::string{} : path.substr(0, slash + 1);
        return folder + std::string{relative};
    }

    // RFC 3986 section 5.2.4. A path without dots is returned as it is.
    static std::string without_dots(std::string_view in) {
        std::string out;
        while (!in.empty()) {
            if (in.starts_with("../")) {
                in.remove_prefix(3);
            } else if (in.starts_with("./") || in.starts_with("/./")) {
                in.remove_prefix(2);
            } else if (in == "/.") {
                in = "/";
            } else if (in.starts_with("/../") || in == "/..") {
                in = in == "/.." ? std::string_view{"/"} : in.substr(3);
                const auto slash = out.rfind('/');
                out.resize(slash == out.npos ? 0 : slash);
            } else if (in == "." || in == "..") {
                in = {};
            } else {
                const auto end = std::min(in.find('/', 1), in.size());
                out += in.substr(0, end);
                in.remove_prefix(end);
            }
        }
        return out;
    }
};

using asyncapi::detail::percent_decoded;

}  // namespace asyncapi::validation::detail
