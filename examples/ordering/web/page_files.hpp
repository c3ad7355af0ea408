#pragma once

#include <asyncapi/transports/websocket/http.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace web {

/// The files of the page, read once: what is not among them cannot be asked for.
class page_files {
public:
    /// \throw std::runtime_error when there is no index.html
    explicit page_files(const std::filesystem::path& folder);

    asyncapi::websocket::http_response answer(
        const asyncapi::websocket::http_request& request) const;

private:
    struct file {
        std::string content_type;
        std::string body;
    };

    std::map<std::string, file, std::less<>> files_;
};

}  // namespace web
