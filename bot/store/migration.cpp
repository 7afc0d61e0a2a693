// Runs the numbered migrations.
#include "bot/store/migration.hpp"

#include "bot/store/dialect.hpp"

namespace noticeboard::store {

Result<Done> migrate(Session& session, std::span<const Migrations> components) {
    session.begin();
    try {
        session.script(for_sqlite(
            "CREATE TABLE IF NOT EXISTS schema_version (component TEXT PRIMARY KEY, version BIGINT NOT NULL)"));
        for (const Migrations& component : components) {
            const auto found = session.one<std::int64_t>(
                "SELECT version FROM schema_version WHERE component = :component", component.component);
            const auto newest = static_cast<std::int64_t>(component.steps.size());
            const std::int64_t version = found.value_or(0);
            if (version > newest) {
                session.rollback();
                return conflict("store: " + component.component + " is at version " + std::to_string(version) +
                                ", this program knows " + std::to_string(newest) + "; run a newer program");
            }
            for (std::int64_t step = version; step < newest; ++step) {
                session.script(for_sqlite(component.steps[static_cast<std::size_t>(step)]));
            }
            session.run(
                "INSERT INTO schema_version (component, version) VALUES (:component, :version) "
                "ON CONFLICT (component) DO UPDATE SET version = excluded.version",
                component.component, newest);
        }
        session.commit();
    } catch (...) {
        session.rollback();
        throw;
    }
    return Done{};
}

}  // namespace noticeboard::store
