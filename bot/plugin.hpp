// Plugin and Turn: the face a plugin author sees. A plugin is a value that lists what it answers to; a handler is a
// plain function that gets a Turn, reads and writes the store and says what should happen. It never waits, opens a
// socket, starts a thread or reads the clock. docs/add-a-plugin.md walks through one.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bot/community/role.hpp"
#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/effects.hpp"
#include "bot/model/event.hpp"
#include "bot/model/page.hpp"
#include "bot/model/reply.hpp"
#include "bot/model/result.hpp"
#include "bot/model/right.hpp"
#include "bot/model/site.hpp"
#include "bot/store/session.hpp"
#include "bot/text/catalog.hpp"

namespace noticeboard {

namespace turn {
struct Frame;  // what a turn stands on; bot/turn/frame.hpp
}

class Settings {  // a plugin's own keys in the config
 public:
    Settings() = default;
    explicit Settings(std::map<std::string, std::string> keys) : keys_(std::move(keys)) {}
    std::string text(const std::string& key, std::string otherwise = {}) const;
    int number(const std::string& key, int otherwise) const;
    bool flag(const std::string& key, bool otherwise) const;

 private:
    std::map<std::string, std::string> keys_;
};

struct DigestLine {          // what waits for a leader in one of her groups, or an official in her unit, this morning
    std::int64_t count = 0;  // how many; 0 and below: nothing to say
    std::string text;        // in her language, with the count: "3 people would like to join"
    std::string opens;       // the command that opens it, with its arguments: "waiting 30521074"
};

// Speaks somebody's language: what Turn and View share. The English text is the key; `{}` takes the arguments in turn.
class Speaking {
 public:
    template <class... Args>
    std::string tr(const char* english, const Args&... args) const {
        return catalog().tr(language(), english, args...);
    }
    template <class... Args>
    std::string ntr(const char* one, const char* many, std::int64_t count, const Args&... args) const {
        return catalog().ntr(language(), one, many, count, args...);
    }
    virtual std::string_view language() const = 0;
    virtual const text::Catalog& catalog() const = 0;

 protected:
    ~Speaking() = default;
};

class Turn final : public Speaking {
 public:
    explicit Turn(turn::Frame& frame) : frame_(frame) {}

    // --- what happened
    const Event& event() const;
    template <class What>
    const What& what() const {
        return std::get<What>(event().what);
    }
    const Chat& chat() const;
    const Group* group() const;          // of this chat, or null
    const Person& person() const;        // id 0 when nobody is behind the event (a timer)
    std::string_view args() const;       // what follows the command, trimmed; for a step: all she wrote
    const std::string& data() const;     // of the button, timer, step or Delivered
    const PageRequest& request() const;  // of a form
    const Settings& settings() const;
    TimePoint now() const;
    Random& random() const;
    bool can(Right right) const;                         // may she, at this chat's group
    bool can(Right right, const Group& group) const;     // … at another group
    bool can(Right right, std::string_view unit) const;  // … at a unit and below
    const community::Roles& roles() const;
    Abilities bot_can() const;  // what the bot may do in this chat

    // --- what should happen
    void reply(Reply reply);    // where it happened
    bool whisper(Reply reply);  // to her alone; false, and nothing, where no private talk is open
    bool tell(PersonId person,
              Reply reply);  // to somebody else in private; false, and nothing, where it cannot reach her
    void say(const Chat& chat, Reply reply);  // into another chat
    void act(Action action);                  // in this chat
    void act(const Chat& chat, Action action);
    void ask(Reply reply, std::string step, Millis within,
             std::string data = {});               // her next message here starts the step
    bool plays(std::string_view recording) const;  // whether a Reply's voice of this kind can be heard in this chat
    bool reaches(PersonId person) const;           // whether a message to her would go out now: no window is shut
    void end_dialog();
    // Takes away what was said in this private talk, the bot's words and hers, as far as the platform lets it. What it
    // leaves: stays().
    void clear_talk();
    void after(Millis time, std::string timer, std::string data = {});
    void page(Page page);  // the answer of a form
    // Her phone is lost: questions, buttons, browsers of hers and what is on its way to her are void; see on_lost.
    void lock_out(LostPhone lost);
    void forget_person();  // at the end of the turn: identities, name and key of who is behind it
    void act_for(const std::string& account, Action action);  // of an account as a whole: make_scene

    // --- what it stands on
    community::Scope& community() const;
    store::Session& sql() const;  // the plugin's own tables
    std::string new_key() const;  // a fresh key for one record, wrapped: a column of its row
    std::string seal(std::string_view key, std::string_view text) const;
    Result<std::string> open(std::string_view key, std::string_view sealed) const;  // forbidden: not granted to it
    void audit(std::string what, std::string subject, std::string words = {});      // ids in subject; words are sealed
    const Site& site() const;
    std::string draw(const std::string& text) const;                // a code that says it, PNG bytes
    std::string mark(std::string_view text) const;                  // a keyed hash: finds again, tells nothing
    std::vector<std::pair<std::string, std::string>> menu() const;  // commands she may use: what to type, what it does
    // What all plugins have for a leader about one of her groups; for an official about a unit of hers.
    std::vector<DigestLine> digest(PersonId leader, const Group& group);
    std::vector<DigestLine> digest(PersonId official, const Unit& unit);
    bool understands(std::string_view text) const;  // whether it is a command or word of some plugin
    std::string emergency() const;                  // the numbers for danger, one line; before every private menu
    std::vector<community::Held> holders(Right right, const Group& group) const;  // there, then above, nearest first
    std::string stays() const;  // what this chat's platform leaves on her phone, in her language; or empty
    std::string_view language() const override;            // hers, then the group's, then the config's
    std::string role_name(const std::string& role) const;  // "leader" → "group leader", in the turn's language
    std::string role_name_for(PersonId person, const std::string& role) const;
    std::string language_of(PersonId person) const;
    const text::Catalog& catalog() const override;
    template <class... Args>
    std::string tr_for(PersonId person, const char* english, const Args&... args) const {
        return catalog().tr(language_of(person), english, args...);
    }
    void speak(std::string language);  // from here on in this turn, and kept for this person

 private:
    turn::Frame& frame_;
};

class View final : public Speaking {  // a GET: reads, changes nothing
 public:
    explicit View(turn::Frame& frame) : frame_(frame) {}
    const PageRequest& request() const;
    const Settings& settings() const;
    TimePoint now() const;
    community::Scope& community() const;
    store::Session& sql() const;
    const Site& site() const;
    std::string draw(const std::string& text) const;
    std::string mark(std::string_view text) const;
    void page(Page page);
    void count(std::string counter, std::string subject);  // e.g. a scan of a board; in memory, written now and then
    std::string_view language() const override;
    const text::Catalog& catalog() const override;

 private:
    turn::Frame& frame_;
};

using Handler = std::function<void(Turn&)>;
using Guess = std::function<bool(Turn&)>;
using Digest = std::function<std::optional<DigestLine>(Turn&, const Group&)>;
using OfficeDigest = std::function<std::optional<DigestLine>(Turn&, const Unit&)>;
using ViewHandler = std::function<void(View&)>;
using Preparation = std::function<void(const Site&)>;

class Plugin {
 public:
    static constexpr const char* lost_phone = "lost phone";  // the timer behind on_lost

    struct Words {
        std::vector<std::string> names;
        Handler handler;
        Right needs{};
        bool command = false;    // takes arguments, has a slash form; otherwise the whole message is one of the words
        bool anytime = false;    // typed bare, it is heard even inside a dialog, and ends it
        std::string menu;        // English line in the menu, empty: not listed
        bool in_groups = false;  // a command that counts bare in a group too
    };
    struct Named {
        std::string name;
        Handler handler;
        Right needs{};
    };
    struct OnEvent {
        std::size_t kind;  // index in What
        Handler handler;
    };
    struct Standing {
        std::string timer;
        Millis period{0};
    };
    struct OnView {
        std::string path;  // "/g/" serves everything below it
        ViewHandler handler;
    };

    Plugin(std::string name, std::string about) : name_(std::move(name)), about_(std::move(about)) {}

    // "/join 3052 1074", and in private "加入 30521074" too. The first name is the one shown.
    Plugin& command(std::vector<std::string> names, Handler handler, std::string menu = {}, Right needs = {}) {
        words_.push_back({std::move(names), std::move(handler), needs, true, false, std::move(menu)});
        return *this;
    }
    // A command that is also the way out of every dialog: menu, cancel.
    Plugin& anytime(std::vector<std::string> names, Handler handler, std::string menu = {}) {
        words_.push_back({std::move(names), std::move(handler), {}, true, true, std::move(menu)});
        return *this;
    }
    // A command that is heard typed bare in a group too, and in private inside every dialog: a cry for help.
    Plugin& calling(std::vector<std::string> names, Handler handler, std::string menu = {}) {
        words_.push_back({std::move(names), std::move(handler), {}, true, true, std::move(menu), true});
        return *this;
    }
    Plugin& words(std::vector<std::string> names, Handler handler) {
        words_.push_back({std::move(names), std::move(handler), {}, false, false, {}});
        return *this;
    }
    template <class What>
    Plugin& event(Handler handler) {
        events_.push_back({index_of<What>(), std::move(handler)});
        return *this;
    }
    Plugin& button(std::string name, Handler handler, Right needs = {}) {
        buttons_.push_back({std::move(name), std::move(handler), needs});
        return *this;
    }
    Plugin& step(std::string name, Handler handler) { return add(steps_, std::move(name), std::move(handler)); }
    Plugin& timer(std::string name, Handler handler) { return add(timers_, std::move(name), std::move(handler)); }
    // A timer that rings by itself once in every `period`, whatever restarts there are.
    Plugin& every(Millis period, std::string name, Handler handler) {
        standing_.push_back({name, period});
        return timer(std::move(name), std::move(handler));
    }
    Plugin& outcome(std::string tag, Handler handler) { return add(outcomes_, std::move(tag), std::move(handler)); }
    // Every message in a private talk, before anything else looks at it; true: it is dealt with.
    Plugin& first(Guess guess) { return first_ = std::move(guess), *this; }
    // What is typed in a group behind a command or into a dialog, after that has run: event<Message> does not hear it.
    Plugin& overhears(Handler handler) { return overhears_ = std::move(handler), *this; }
    // What it says in private talks is to be taken away again by `clear_talk`.
    Plugin& removable() { return removable_ = true, *this; }
    // Somebody is about to be forgotten: what the plugin keeps about her goes now. Person and key are still there.
    Plugin& on_forget(Handler handler) { return on_forget_ = std::move(handler), *this; }
    // Somebody's phone is lost, and what waited to be sent to her is withdrawn: what she was asked goes to whoever
    // holds the right now. A turn of its own, at once.
    Plugin& on_lost(std::function<void(Turn&, const LostPhone&)> handler);
    // A message in a private talk that nothing else fits: asked in the plugins' order until one says it took it.
    Plugin& otherwise(Guess guess) { return otherwise_ = std::move(guess), *this; }
    // A line for a leader's morning digest about one of her groups, or for an official's about a unit at which she
    // holds a role, or nothing; several may be offered. `person`, `language`, `group` and `can` are hers, as if she had
    // asked; it only looks, what it says or does besides is dropped.
    Plugin& digest(Digest line) { return digests_.push_back(std::move(line)), *this; }
    Plugin& office_digest(OfficeDigest line) { return office_digests_.push_back(std::move(line)), *this; }
    // Makes ready what takes long and stands on the site alone: before the first turn, and again before a site that was
    // read anew counts. Not on a lane; turns of the site before may be under way.
    Plugin& prepare(Preparation preparation) { return preparation_ = std::move(preparation), *this; }
    Plugin& view(std::string path, ViewHandler handler) {
        views_.push_back({std::move(path), std::move(handler)});
        return *this;
    }
    Plugin& form(std::string path, Handler handler) { return add(forms_, std::move(path), std::move(handler)); }
    Plugin& migrations(std::vector<std::string> steps) { return migrations_ = std::move(steps), *this; }
    Plugin& settings(Settings settings) { return settings_ = std::move(settings), *this; }

    const std::string& name() const { return name_; }
    const std::string& about() const { return about_; }
    const std::vector<Words>& words() const { return words_; }
    const std::vector<OnEvent>& events() const { return events_; }
    const std::vector<Named>& buttons() const { return buttons_; }
    const std::vector<Named>& steps() const { return steps_; }
    const std::vector<Named>& timers() const { return timers_; }
    const std::vector<Standing>& standing() const { return standing_; }
    const std::vector<Named>& outcomes() const { return outcomes_; }
    const std::vector<Named>& forms() const { return forms_; }
    const std::vector<OnView>& views() const { return views_; }
    const Preparation& preparation() const { return preparation_; }
    const Guess& otherwise() const { return otherwise_; }
    const Guess& first() const { return first_; }
    const Handler& overhears() const { return overhears_; }
    bool is_removable() const { return removable_; }
    const Handler& on_forget() const { return on_forget_; }
    const std::vector<Digest>& digests() const { return digests_; }
    const std::vector<OfficeDigest>& office_digests() const { return office_digests_; }
    const std::vector<std::string>& migrations() const { return migrations_; }
    const Settings& settings() const { return settings_; }

 private:
    Plugin& add(std::vector<Named>& list, std::string name, Handler handler) {
        list.push_back({std::move(name), std::move(handler), {}});
        return *this;
    }
    template <class T, std::size_t I = 0>
    static constexpr std::size_t index_of() {
        if constexpr (std::is_same_v<std::variant_alternative_t<I, What>, T>)
            return I;
        else
            return index_of<T, I + 1>();
    }

    std::string name_, about_;
    std::vector<Words> words_;
    std::vector<OnEvent> events_;
    std::vector<Named> buttons_, steps_, timers_, outcomes_, forms_;
    std::vector<OnView> views_;
    std::vector<Standing> standing_;
    Preparation preparation_;
    Guess otherwise_, first_;
    bool removable_ = false;
    Handler on_forget_, overhears_;
    std::vector<Digest> digests_;
    std::vector<OfficeDigest> office_digests_;
    std::vector<std::string> migrations_;
    Settings settings_;
};

}  // namespace noticeboard
