#include <web/page_files.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace web {
namespace {

std::string_view content_type_of(std::string_view extension) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
    };
    for (const auto& [end, type] : types) {
        if (extension == end) return type;
    }
    return {};
}

}  // namespace

page_files::page_files(const std::filesystem::path& folder) {
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator{folder, code}) {
        const auto type = content_type_of(entry.path().extension().string());
        if (!entry.is_regular_file() || type.empty()) continue;
        std::ifstream stream{entry.path(), std::ios::binary};
        files_["/" + entry.path().filename().string()] = {
            std::string{type}, {std::istreambuf_iterator<char>{stream}, {}}};
    }
    const auto index = files_.find("/index.html");
    if (index == files_.end()) throw std::runtime_error{"no index.html in " + folder.string()};
    files_["/"] = index->second;
}

asyncapi::websocket::http_response page_files::answer(
    const asyncapi::websocket::http_request& request) const {
    if (request.method != "GET" && request.method != "HEAD") {
        return {.status = 405, .body = "only GET and HEAD\n", .headers = {{"Allow", "GET, HEAD"}}};
    }
    const std::string_view target = request.target;
    const auto found = files_.find(target.substr(0, target.find('?')));
    if (found == files_.end()) return {.status = 404, .body = "not here\n"};
    return {
        .content_type = found->second.content_type,
        .body = found->second.body,
        .headers = {{"Content-Security-Policy",
                     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                     "connect-src 'self'; form-action 'none'; base-uri 'none'; "
                     "frame-ancestors 'none'"},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Referrer-Policy", "no-referrer"},
                    {"Cache-Control", "no-cache"}},
    };
}

}  // namespace web
