// noticeboard unit add|list|import
#include "bot/community/unit.hpp"

#include "bot/cli/commands.hpp"
#include "bot/cli/import_file.hpp"

namespace noticeboard::cli {

void add_unit(CLI::App& program, Options& options) {
    struct Asked {
        std::string code, name;
        ImportFile import;
    };
    auto asked = std::make_shared<Asked>();
    auto* unit = program.add_subcommand("unit", "Units: the organisations of the federation");
    unit->require_subcommand(1);

    auto* add = unit->add_subcommand("add", "Adds a unit");
    add->add_option("--code", asked->code, "33.05.22.103, or a division code of 2 to 12 digits")->required();
    add->add_option("--name", asked->name)->required();
    add->callback([&options, asked] {
        Tool tool(options);
        Unit made;
        tool.commit("unit.added", "unit:" + asked->code, [&] {
            made = must(community::add_unit(tool.scope(), must(community::unit_code(asked->code)), asked->name));
        });
        std::cout << (options.json ? json_text({{"code", made.code}, {"name", made.name}})
                                   : made.code + "  " + made.name)
                  << "\n";
    });

    auto* list = unit->add_subcommand("list", "Lists a unit and all below it");
    list->add_option("--code", asked->code, "All when not given");
    list->callback([&options, asked] {
        Tool tool(options);
        const std::string top = subtree_of(asked->code);
        std::string after;
        while (true) {
            const auto page = community::units_under(tool.scope(), top, 500, after);
            for (const Unit& one : page) {
                std::cout << (options.json ? json_text({{"code", one.code}, {"name", one.name}})
                                           : one.code + "  " + one.name)
                          << "\n";
            }
            if (page.size() < 500) break;
            after = page.back().code;
        }
    });

    auto* import = unit->add_subcommand("import", "Adds units from a CSV file as Excel writes it");
    asked->import.add_options(*import);
    import->callback([&options, asked] { asked->import.run(options, community::Subject::units);
});
}  // namespace noticeboard::cli

}  // namespace noticeboard::cli
