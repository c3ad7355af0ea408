#include "commands.hpp"
#include "page_faults.hpp"
#include "report/report.hpp"

#include <asyncapi/document.hpp>
#include <asyncapi/document/checks/check.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asyncapi::tool {
namespace {

namespace fs = std::filesystem;

struct settings {
    std::vector<std::string> files;
    std::vector<std::string> ignored;
    std::string format = "text";
    std::string colour = "auto";
    checks::severity fail_severity = checks::severity::error;
    std::string root;
    bool any_file = false;
    bool recommendations = false;

    checks::severity least() const {
        const auto wanted =
            recommendations ? checks::severity::information : checks::severity::warning;
        return std::max(wanted, fail_severity);
    }
};

constexpr checks::rule unreadable{.code = "unreadable",
                                  .summary = "The text is JSON or YAML.",
                                  .specification = "Format: \"JSON or YAML\""};

bool is_document_name(const fs::path& path) {
    const auto extension = path.extension();
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

/// \return the files that are meant: of a folder those that say `asyncapi` at their root
std::vector<std::string> expanded(const std::vector<std::string>& names) {
    std::vector<std::string> files;
    for (const auto& name : names) {
        if (name == "-" || !fs::is_directory(name)) {
            files.push_back(name);
            continue;
        }
        std::vector<std::string> inside;
        for (auto at =
                 fs::recursive_directory_iterator{name,
                                                  fs::directory_options::skip_permission_denied};
             at != fs::recursive_directory_iterator{}; ++at) {
            const auto file = at->path().filename().string();
            if (at->is_directory() && (file.starts_with('.') || file == "node_modules")) {
                at.disable_recursion_pending();
            } else if (at->is_regular_file() && is_document_name(at->path())) {
                const auto text = detail::read_file(at->path(), source_limits{}.max_bytes);
                const auto source =
                    text ? document_source::read(at->path().string(), *text)
                         : result<std::shared_ptr<const document_source>>{text.error()};
                if (source && (*source)->find("/asyncapi") != nullptr)
                    inside.push_back(at->path().generic_string());
            }
        }
        std::ranges::sort(inside);
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

/// \return what standard input holds, and one byte more than allowed at most
std::string standard_input() {
    std::string text;
    char block[65536];
    while (text.size() <= source_limits{}.max_bytes &&
           (std::cin.read(block, sizeof block) || std::cin.gcount() > 0))
        text.append(block, static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

load_options options_for(const std::string& file, const settings& with) {
    load_options options;
    options.allow_any_file = with.any_file;
    options.root = with.root;
    if (options.root.empty()) {
        // What one runs it on lies below where one stands; else its own folder has to do.
        const auto relative = fs::relative(fs::absolute(file), fs::current_path());
        const bool is_below = !relative.empty() && *relative.begin() != "..";
        if (is_below) options.root = ".";
    }
    return options;
}

judged_file judge(const std::string& name, const settings& with) {
    judged_file judged;
    judged.name = name == "-" ? "<stdin>" : name;
    auto options = options_for(name, with);
    auto loaded = [&] {
        if (name != "-") return document::load(name, std::move(options));
        if (options.root.empty()) options.root = ".";
        judged.text = standard_input();
        return document::parse(judged.text, judged.name, std::move(options));
    }();
    if (!loaded) {
        const auto& where = loaded.error().where();
        judged.findings.push_back({unreadable.code,
                                   checks::severity::error,
                                   judged.name,
                                   {where.line, where.column},
                                   1,
                                   {},
                                   loaded.error().detail()});
        if (name != "-")
            judged.text = detail::read_file(name, source_limits{}.max_bytes).value_or("");
        return judged;
    }
    judged.findings = check(*loaded, {with.ignored, with.least()});
    for (const auto& found : judged.findings)
        if (auto source = loaded->find_source(found.uri))
            judged.sources.push_back(std::move(source));
    return judged;
}

std::size_t largest_of(const std::vector<std::string>& files) {
    std::uintmax_t largest = 0;
    for (const auto& file : files) {
        std::error_code none;
        const auto bytes = fs::file_size(file, none);
        if (!none) largest = std::max(largest, bytes);
    }
    return static_cast<std::size_t>(largest);
}

bool wants_colours(const settings& with) {
    if (with.colour != "auto") return with.colour == "always";
    return std::getenv("NO_COLOR") == nullptr && isatty(STDOUT_FILENO) == 1;
}

int validate(const settings& with) {
    const auto files = expanded(with.files);
    if (files.empty()) {
        std::cerr << "asyncapi: there is no AsyncAPI document in what was named\n";
        return exit_wrong_use;
    }
    std::vector<judged_file> judged;
    expect_document_of(largest_of(files));
    bool fails = false;
    bool unread = false;
    for (const auto& file : files) {
        judged.push_back(judge(file, with));
        for (const auto& found : judged.back().findings) {
            fails = fails || found.level <= with.fail_severity;
            unread = unread || (found.code == unreadable.code && found.at.line == 0);
        }
    }
    if (with.format == "json") report_json(std::cout, judged);
    if (with.format == "sarif") report_sarif(std::cout, judged);
    if (with.format == "github") report_github(std::cout, judged);
    if (with.format == "junit") report_junit(std::cout, judged);
    if (with.format == "text") report_text(std::cout, judged, wants_colours(with));
    if (unread) return exit_wrong_use;
    return fails ? exit_found : exit_fine;
}

}  // namespace

void add_validate(CLI::App& app, int& status) {
    auto with = std::make_shared<settings>();
    auto* command = app.add_subcommand(
        "validate", "Judge documents: what breaks the specification, and what will hurt.");
    command->add_option("FILE", with->files, "Documents; folders; - for standard input.")
        ->required();
    command->add_option("--format", with->format, "How findings are written.")
        ->check(CLI::IsMember({"text", "json", "sarif", "github", "junit"}))
        ->capture_default_str();
    const std::map<std::string, checks::severity> levels{
        {"error", checks::severity::error},
        {"warning", checks::severity::warning},
        {"information", checks::severity::information}};
    command->add_option("--fail-severity", with->fail_severity, "The least that makes it fail.")
        ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case))
        ->default_str("error");
    command->add_flag("--recommendations", with->recommendations,
                      "Also say what would make a document better.");
    command->add_option("--ignore", with->ignored, "Codes of rules that are not asked.")
        ->delimiter(',');
    command->add_option("--colour,--color", with->colour, "Colours in text.")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    command->add_option("--root", with->root,
                        "The folder that references to files must stay in (default: the working "
                        "directory, for a document below it; else the document's folder).");
    command->add_flag("--any-file", with->any_file, "References may lead to any file.");
    command->footer("Ends with 0 when nothing is found, 1 when something is, 2 for wrong use.");
    command->callback([with, &status] { status = validate(*with); });
}

}  // namespace asyncapi::tool
