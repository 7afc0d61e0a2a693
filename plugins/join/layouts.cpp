// Templates of the join pages. Mustache, escaping by default; {{>head}} and {{>foot}} are the frame of every page.
#include "plugins/join/layouts.hpp"

namespace noticeboard::plugins::joining {

const char* const number_pad = R"({{>head}}<h1>{{title}}</h1><p>{{lead}}</p>
{{#wrong}}<div class="wrong" role="alert"><p>{{wrong_text}}</p>{{#guesses}}<p><a class="button second" href="/g/{{number}}">{{label}}</a></p>{{/guesses}}</div>{{/wrong}}
<form method="get" action="/" class="card"><p><label for="n">{{label}}</label></p>
<p><input id="n" name="n" type="tel" inputmode="numeric" autocomplete="off" maxlength="24" value="{{typed}}" placeholder="3052 1074" aria-describedby="h"></p>
<p id="h" class="quiet">{{hint}}</p><button>{{go}}</button></form>
<p class="quiet"><a href="/?lang={{other_language}}">{{other_language_name}}</a></p>{{>foot}})";

const char* const landing = R"({{>head}}<p class="quiet">{{village}}</p><h1>{{name}}</h1>
{{#warning}}<div class="wrong" role="alert"><p>{{warning}}</p></div>{{/warning}}
<div class="card"><p class="number" aria-label="{{number_spoken}}">{{number}}</p>
{{#serial}}<p class="quiet">{{serial}}</p>{{/serial}}
<p><b>{{leader}}</b></p>{{#introduction}}<p>{{introduction}}</p>{{/introduction}}</div>
<p class="quiet">{{state}}</p>
<div class="pair"><form method="post" action="{{path}}/join"><input type="hidden" name="nonce" value="{{nonce}}"><button>{{join}}</button></form>
{{#ask_link}}<a class="button second" href="{{ask_link}}">{{ask}}</a>{{/ask_link}}{{^ask_link}}<form method="post" action="{{path}}/ask"><input type="hidden" name="nonce" value="{{nonce}}a"><button class="second">{{ask}}</button></form>{{/ask_link}}</div>
<p class="quiet">{{ask_about}}</p>
<p class="quiet">{{no_money}}</p>
<p class="quiet"><a href="{{path}}?lang={{other_language}}">{{other_language_name}}</a> · <a href="/">{{other_group}}</a></p>{{>foot}})";

const char* const seat =
    R"({{>head}}{{#refresh}}<meta http-equiv="refresh" content="2">{{/refresh}}<p class="quiet">{{village}}</p><h1>{{title}}</h1>
{{#lead}}<p>{{lead}}</p>{{/lead}}
{{#ways}}<div class="card"><h2>{{heading}}</h2>{{#picture}}<img class="code" alt="{{picture_text}}" src="data:image/png;base64,{{picture}}">{{/picture}}
{{#steps}}<p>{{steps}}</p>{{/steps}}{{#link}}<p><a class="button" href="{{link}}">{{label}}</a></p>{{/link}}</div>{{/ways}}
{{#until}}<p class="quiet">{{until}}</p>{{/until}}
<p class="quiet">{{no_money}}</p><p><a class="button second" href="{{path}}">{{back}}</a></p>{{>foot}})";

const char* const notice = R"({{>head}}<h1>{{title}}</h1><p>{{text}}</p>
{{#on}}<p><a class="button" href="{{on}}">{{on_label}}</a></p>{{/on}}<p><a class="button second" href="/">{{home}}</a></p>{{>foot}})";

}  // namespace noticeboard::plugins::joining
