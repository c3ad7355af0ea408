#pragma once

#include <asyncapi/document/loader.hpp>
#include <asyncapi/document/source.hpp>
#include <asyncapi/document/version.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// A value of a document: which text it is in, and where there.
struct document_value {
    const document_source* source = nullptr;
    const rapidjson::Value* value = nullptr;
    std::string pointer = {};  ///< JSON Pointer in the source

    explicit operator bool() const noexcept { return value != nullptr; }
    const rapidjson::Value& operator*() const noexcept { return *value; }
    const rapidjson::Value* operator->() const noexcept { return value; }

    /// \return where it begins; a value that was put together from several: where its pointer leads
    text_position position() const {
        if (value == nullptr) return {};
        if (const auto found = source->position_of(*value); found.line != 0) return found;
        const auto* there = source->find(pointer);
        return there == nullptr ? text_position{} : source->position_of(*there);
    }

    /// \return the member's value, or an empty one
    document_value member(std::string_view name) const {
        if (value == nullptr || !value->IsObject()) return {};
        const auto* found = validation::detail::find_member(*value, name);
        if (found == nullptr) return {};
        return {source, found, validation::detail::joined(pointer, name)};
    }
};

/// An AsyncAPI document with all that its references lead to. Immutable; copies share it.
///
/// Loading judges only the syntax of the texts: `check` says what else is wrong.
class document {
public:
    /// Reads a document and the files it refers to, which must lie in its folder or below.
    ///
    /// \return `malformed` with line and column, `too_large`
    static result<document> load(const std::filesystem::path& path, load_options options = {}) {
        detail::loader loader{std::move(options)};
        auto main = loader.open(path);
        return finish(std::move(loader), std::move(main));
    }

    /// Reads a document from its text.
    ///
    /// \param uri  what references are relative to, and what errors call it
    static result<document> parse(std::string text, std::string uri = "document.yaml",
                                  load_options options = {}) {
        detail::loader loader{std::move(options)};
        auto main = loader.add(std::move(uri), std::move(text));
        return finish(std::move(loader), std::move(main));
    }

    const document_source& source() const noexcept { return *state_->main; }
    const rapidjson::Value& root() const noexcept { return source().root(); }
    document_value at(std::string_view pointer) const {
        return {&source(), source().find(pointer), std::string{pointer}};
    }

    /// \return the URIs of the document's text and of all that references lead to
    std::vector<std::string> uris() const { return state_->loader.uris(); }

    /// \return one of the texts that were loaded, or nullptr
    std::shared_ptr<const document_source> find_source(const std::string& uri) const {
        const auto* found = state_->loader.find(uri);
        return found != nullptr && *found ? **found : nullptr;
    }

    /// \return 0.0 when the document does not say one
    specification_version version() const noexcept { return state_->version; }

    /// \return whether it is an object with `$ref`, a string
    static bool is_reference(const rapidjson::Value& value) {
        return value.IsObject() && reference_of(value) != nullptr;
    }

    /// \return the text of a Reference Object's `$ref`, or nullptr for another value
    static const rapidjson::Value* reference_of(const rapidjson::Value& value) {
        if (!value.IsObject()) return nullptr;
        const auto member = value.FindMember("$ref");
        return member != value.MemberEnd() && member->value.IsString() ? &member->value : nullptr;
    }

    /// Finds what one reference names, which may be a reference again.
    ///
    /// \return `malformed` with the reason
    result<document_value> resolve_once(const document_source& from,
                                        std::string_view reference) const {
        const auto hash = reference.find('#');
        const auto uri = detail::loader::target_of(from, reference);
        const auto* source = &from;
        if (uri != from.uri()) {
            const auto* loaded = state_->loader.find(uri);
            if (loaded == nullptr) return error{errc::malformed, "the reference was not loaded"};
            if (!*loaded) return loaded->error();
            source = (*loaded)->get();
        }
        const auto fragment = hash == reference.npos
                                  ? std::string{}
                                  : validation::detail::percent_decoded(reference.substr(hash + 1));
        if (!fragment.empty() && fragment.front() != '/')
            return error{errc::malformed, "#" + fragment + " is no JSON Pointer"};
        const auto* value = source->find(fragment);
        if (value == nullptr)
            return error{errc::malformed, "there is nothing at #" + fragment +
                                              (source == &from ? "" : " in " + source->uri())};
        return document_value{source, value, fragment};
    }

    /// Follows references until a value that is none.
    ///
    /// \return `malformed` with the reason, also for references in a circle
    result<document_value> resolve(document_value at) const {
        constexpr int max_steps = 300;
        for (int step = 0; step < max_steps; ++step) {
            const auto* reference = at ? reference_of(*at) : nullptr;
            if (reference == nullptr) return at;
            auto next = resolve_once(*at.source, validation::detail::text_of(*reference));
            if (!next) return next;
            at = *std::move(next);
        }
        return error{errc::malformed, "the references lead in a circle, or on and on"};
    }

    /// A value that is put together of others, kept as long as the document.
    ///
    /// \param of    the object that has it as a member of that name, made once
    /// \param make  `rapidjson::Value make(allocator, left)`; `left` is how many values may still
    /// be
    ///              made for this document, and is taken from
    template <class Make>
    const rapidjson::Value* made_once(const rapidjson::Value& of, std::string_view name,
                                      Make make) const {
        const std::lock_guard lock{state_->mutex};
        auto& place = state_->made[{&of, std::string{name}}];
        if (!place) {
            auto made = std::make_unique<rapidjson::Document>();
            rapidjson::Value value = make(made->GetAllocator(), state_->left);
            static_cast<rapidjson::Value&>(*made).Swap(value);
            place = std::move(made);
        }
        return place.get();
    }

private:
    struct state {
        state(detail::loader texts, std::shared_ptr<const document_source> text,
              specification_version said)
            : loader{std::move(texts)}, main{std::move(text)}, version{said} {}

        detail::loader loader;
        std::shared_ptr<const document_source> main;
        specification_version version;
        mutable std::mutex mutex;
        mutable std::size_t left = 200'000;  // merged values, at about 100 bytes
        mutable std::map<std::pair<const rapidjson::Value*, std::string>,
                         std::unique_ptr<rapidjson::Document>>
            made;
    };

    explicit document(std::shared_ptr<const state> made) : state_{std::move(made)} {}

    static result<document> finish(detail::loader&& loader,
                                   result<std::shared_ptr<const document_source>> main) {
        if (!main) return main.error();
        load_references(loader, **main);
        specification_version version;
        const auto* text = (*main)->find("/asyncapi");
        if (text != nullptr && text->IsString())
            version = specification_version::parse(validation::detail::text_of(*text))
                          .value_or(specification_version{});
        return document{
            std::make_shared<const state>(std::move(loader), *std::move(main), version)};
    }

    // Loads what is referred to anywhere, so that a document does not change once it is loaded.
    static void load_references(detail::loader& loader, const document_source& main) {
        std::vector<const document_source*> waiting{&main};
        while (!waiting.empty()) {
            const auto* from = waiting.back();
            waiting.pop_back();
            std::vector<std::string> targets;
            collect(*from, from->root(), targets);
            for (const auto& uri : targets) {
                if (loader.find(uri) != nullptr) continue;
                loader.fetch(uri);
                if (const auto* loaded = loader.find(uri); loaded != nullptr && *loaded)
                    waiting.push_back((**loaded).get());
            }
        }
    }

    static void collect(const document_source& from, const rapidjson::Value& value,
                        std::vector<std::string>& targets) {
        if (value.IsArray())
            for (const auto& element : value.GetArray()) collect(from, element, targets);
        if (!value.IsObject()) return;
        if (const auto* reference = reference_of(value)) {
            const auto text = validation::detail::text_of(*reference);
            if (!text.starts_with('#')) targets.push_back(detail::loader::target_of(from, text));
        }
        for (const auto& member : value.GetObject()) collect(from, member.value, targets);
    }

    std::shared_ptr<const state> state_;
};

}  // namespace asyncapi
