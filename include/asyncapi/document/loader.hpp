#pragma once

#include <asyncapi/document/source.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/uri.hpp>
#include <asyncapi/validation/json/text.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asyncapi {

/// What a document may read, and how much of it.
struct load_options {
    source_limits limits = {};                 ///< of each text
    std::size_t max_sources = 256;             ///< texts that references lead to
    std::size_t max_total_bytes = 64U << 20U;  ///< of all of them

    /// The folder that references to files must stay in; empty: the one of the document.
    std::filesystem::path root = {};

    bool allow_any_file = false;  ///< references may leave `root`

    /// Gives the text behind an absolute URL. Without one, references to URLs are not followed.
    std::function<result<std::string>(std::string_view url)> resolver = {};
};

namespace detail {

/// Reads a file up to a limit.
///
/// \return `malformed` where it cannot be read, `too_large`
inline result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (failure || !std::filesystem::exists(status))
        return error{errc::malformed, "there is no file " + path.string()};
    if (std::filesystem::is_directory(status))
        return error{errc::malformed, path.string() + " is a folder"};
    if (std::filesystem::is_regular_file(status)) {
        const auto bytes = std::filesystem::file_size(path, failure);
        if (!failure && bytes > max_bytes)
            return error{errc::too_large, path.string() + " has " + std::to_string(bytes) +
                                              " bytes, more than " + std::to_string(max_bytes)};
    }
    std::ifstream file{path, std::ios::binary};
    if (!file) return error{errc::malformed, path.string() + " cannot be opened"};
    std::string text;
    char block[65536];
    while (file.read(block, sizeof block) || file.gcount() > 0) {
        text.append(block, static_cast<std::size_t>(file.gcount()));
        if (text.size() > max_bytes)
            return error{errc::too_large,
                         path.string() + " is longer than " + std::to_string(max_bytes) + " bytes"};
    }
    return text;
}

/// Loads the texts that references lead to, each once.
class loader {
public:
    using source_pointer = std::shared_ptr<const document_source>;

    explicit loader(load_options options) : options_{std::move(options)} {}

    result<source_pointer> open(const std::filesystem::path& path) {
        if (options_.root.empty()) options_.root = folder_of(path);
        auto text = read_file(path, options_.limits.max_bytes);
        if (!text) return text.error();
        return add(path.generic_string(), *std::move(text));
    }

    result<source_pointer> add(std::string uri, std::string text) {
        total_ += text.size();
        auto source = document_source::read(uri, std::move(text), options_.limits);
        sources_.insert_or_assign(std::move(uri), source);
        return source;
    }

    /// \return the URI, without fragment, that a reference in a source leads to
    static std::string target_of(const document_source& from, std::string_view reference) {
        using validation::detail::uri;
        const auto target = uri::parse(reference);
        const auto base = uri::parse(from.uri());
        if (target.scheme && *target.scheme != "file") return base.resolve(target).resource();
        if (target.path.empty() && !target.authority) return from.uri();
        const bool is_remote = base.scheme && base.authority && *base.scheme != "file";
        if (is_remote && !target.scheme) return base.resolve(target).resource();
        const std::filesystem::path path = validation::detail::percent_decoded(target.path);
        const auto folder = std::filesystem::path{from.uri()}.parent_path();
        return (path.is_absolute() ? path : folder / path).lexically_normal().generic_string();
    }

    /// Loads what a URI names, if that has not been done before.
    void fetch(const std::string& uri) {
        if (sources_.contains(uri)) return;
        auto text = text_of(uri);
        if (text) {
            (void)add(uri, *std::move(text));
        } else {
            sources_.emplace(uri, text.error());
        }
    }

    /// \return the URIs of all texts that could be loaded
    std::vector<std::string> uris() const {
        std::vector<std::string> loaded;
        for (const auto& [uri, source] : sources_)
            if (source) loaded.push_back(uri);
        return loaded;
    }

    /// \return the loaded text, or why there is none
    const result<source_pointer>* find(const std::string& uri) const {
        const auto found = sources_.find(uri);
        return found == sources_.end() ? nullptr : &found->second;
    }

private:
    static std::filesystem::path folder_of(const std::filesystem::path& path) {
        const auto folder = path.parent_path();
        return folder.empty() ? "." : folder;
    }

    static bool is_url(std::string_view uri) {
        const auto colon = uri.find("://");
        return colon != uri.npos && colon > 1;
    }

    result<std::string> text_of(const std::string& uri) const {
        if (sources_.size() > options_.max_sources || total_ > options_.max_total_bytes)
            return error{errc::too_large, "the references lead to more than " +
                                              std::to_string(options_.max_sources) + " texts or " +
                                              std::to_string(options_.max_total_bytes) + " bytes"};
        if (is_url(uri)) {
            if (!options_.resolver)
                return error{errc::unsupported, "references to URLs are not followed here"};
            return options_.resolver(uri);
        }
        if (!options_.allow_any_file && !is_inside(uri))
            return error{errc::unauthorized,
                         "the file lies outside of the folder " + options_.root.generic_string()};
        return read_file(uri, options_.limits.max_bytes);
    }

    // By what links lead to, not by how the path is written.
    bool is_inside(const std::filesystem::path& path) const {
        if (options_.root.empty()) return false;
        std::error_code failure;
        const auto root = std::filesystem::weakly_canonical(options_.root, failure);
        if (failure) return false;
        const auto target = std::filesystem::weakly_canonical(path, failure);
        if (failure) return false;
        const auto relative = target.lexically_relative(root);
        return !relative.empty() && *relative.begin() != "..";
    }

    load_options options_;
    std::map<std::string, result<source_pointer>> sources_;
    std::size_t total_ = 0;
};

}  // namespace detail
}  // namespace asyncapi
