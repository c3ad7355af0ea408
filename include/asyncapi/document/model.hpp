#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/model/channel.hpp>
#include <asyncapi/document/model/operation.hpp>
#include <asyncapi/document/model/reader.hpp>
#include <asyncapi/document/model/server.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// What a document of any version says, in the words of version 3. Immutable; copies share it.
///
/// In version 2, `publish` is what the application receives and `subscribe` what it sends; an
/// operation's answer is what `x-reply` says in the words of version 3's Operation Reply Object.
class document_model {
public:
    /// \return `malformed` with line and column for a document of an unknown version, and where the
    ///         model needs what is not there; `check` judges the rest
    static result<document_model> of(const document& from) {
        auto parts = std::make_shared<detail::model_parts>();
        detail::model_reader reader{from, *parts};
        if (auto read = reader.read(); !read) return read.error();
        return document_model{from, std::move(parts)};
    }

    const document& from() const noexcept { return document_; }
    const std::vector<server_model>& servers() const noexcept { return parts_->servers; }
    const std::deque<channel_model>& channels() const noexcept { return parts_->channels; }
    const std::vector<operation_model>& operations() const noexcept { return parts_->operations; }

    /// \return nullptr where there is none of that name
    const server_model* find_server(std::string_view name) const {
        return find(parts_->servers, name, &server_model::name);
    }
    /// \return the channel with that address, or nullptr
    const channel_model* find_channel(std::string_view address) const {
        const auto found = std::ranges::find_if(
            parts_->channels, [&](const channel_model& each) { return each.address == address; });
        return found == parts_->channels.end() ? nullptr : &*found;
    }
    const operation_model* find_operation(std::string_view id) const {
        return find(parts_->operations, id, &operation_model::id);
    }

private:
    document_model(const document& from, std::shared_ptr<const detail::model_parts> parts)
        : document_{from}, parts_{std::move(parts)} {}

    template <class T>
    static const T* find(const std::vector<T>& in, std::string_view name, std::string T::*of) {
        const auto found = std::ranges::find(in, name, of);
        return found == in.end() ? nullptr : &*found;
    }

    document document_;
    std::shared_ptr<const detail::model_parts> parts_;
};

}  // namespace asyncapi
