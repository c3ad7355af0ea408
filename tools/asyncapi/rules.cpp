#include "commands.hpp"

#include <asyncapi/document/checks/check.hpp>

#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

namespace asyncapi::tool {
namespace {

std::string versions_of(const checks::rule& rule) {
    if (rule.since.major == 3) return "3";
    return rule.until.major == 2 ? "2" : "2, 3";
}

void list_rules(bool with_specification) {
    for (const auto* rule : checks::rules()) {
        std::cout << std::left << std::setw(38) << rule->code << std::setw(12)
                  << checks::name_of(rule->level) << std::setw(6) << versions_of(*rule)
                  << rule->summary << '\n';
        if (with_specification) std::cout << "    " << rule->specification << '\n';
    }
}

}  // namespace

void add_rules(CLI::App& app, int& status) {
    auto* command = app.add_subcommand("rules", "List what `validate` looks for.");
    auto specification = std::make_shared<bool>(false);
    command->add_flag("--specification", *specification, "With the sentence of the specification.");
    command->callback([specification, &status] {
        list_rules(*specification);
        status = exit_fine;
    });
}

}  // namespace asyncapi::tool
