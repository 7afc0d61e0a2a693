// The twelve pictures of a private talk: plain things from a village, told apart at a glance and without colour.
#include "bot/text/catalog.hpp"
#include "bot/webchat/layouts.hpp"

namespace noticeboard::webchat {

using text::mark;

const Picture all_pictures[12] = {
    {mark("Sun"),
     R"(<circle cx="24" cy="24" r="9" fill="#f4b83f"/><path d="M24 4v6M24 38v6M4 24h6M38 24h6M10 10l4 4M34 34l4 4M38 10l-4 4M14 34l-4 4"/>)"},
    {mark("Moon"), R"(<path d="M34 30a16 16 0 1 1-12-23 13 13 0 0 0 12 23z" fill="#f2e3a5"/>)"},
    {mark("Tree"), R"(<path d="M24 26v18M18 44h12"/><circle cx="24" cy="17" r="13" fill="#8cbf6a"/>)"},
    {mark("Flower"),
     R"(<g fill="#ef9ab2"><circle cx="24" cy="12" r="6"/><circle cx="14" cy="20" r="6"/><circle cx="34" cy="20" r="6"/><circle cx="18" cy="30" r="6"/><circle cx="30" cy="30" r="6"/></g><circle cx="24" cy="22" r="4" fill="#f4b83f"/><path d="M24 36v9"/>)"},
    {mark("Fish"),
     R"(<path d="M4 24c8-13 24-13 32 0-8 13-24 13-32 0z" fill="#8fc1dd"/><path d="M36 24l9-8v16z" fill="#8fc1dd"/><circle cx="14" cy="21" r="1"/>)"},
    {mark("House"),
     R"(<path d="M8 22v20h32V22" fill="#f3dcc0"/><path d="M4 24L24 7l20 17"/><path d="M20 42V30h8v12" fill="#c96f4a"/>)"},
    {mark("Boat"), R"(<path d="M6 32h36l-6 10H12z" fill="#c99a5b"/><path d="M24 32V6l14 20H24" fill="#fff"/>)"},
    {mark("Mountain"), R"(<path d="M3 41L18 13l9 16 6-9 12 21z" fill="#9fb3a4"/><path d="M13 22l5 4 5-4"/>)"},
    {mark("Umbrella"),
     R"(<path d="M5 25a19 19 0 0 1 38 0z" fill="#d9667a"/><path d="M24 25v14a4 4 0 0 0 8 0M24 3v3"/>)"},
    {mark("Cup"),
     R"(<path d="M8 17h26v14a9 9 0 0 1-9 9h-8a9 9 0 0 1-9-9z" fill="#e9eef5"/><path d="M34 21h4a5 5 0 0 1 0 11h-4M16 5v5M25 5v5"/>)"},
    {mark("Star"), R"(<path d="M24 4l6 13 14 2-10 10 3 14-13-7-13 7 3-14L4 19l14-2z" fill="#f4b83f"/>)"},
    {mark("Key"), R"(<circle cx="14" cy="24" r="9" fill="#f2e3a5"/><path d="M23 24h21v8M36 24v6"/>)"},
};

}  // namespace noticeboard::webchat
