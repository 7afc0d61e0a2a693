// Templates of the built-in chat: see layouts.hpp.
#include "bot/webchat/layouts.hpp"

namespace noticeboard::webchat {

const char* const head_part = R"(<!doctype html>
<html lang="{{lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="data:,"><title>{{title}}</title>{{#look_again}}<meta http-equiv="refresh" content="{{look_again}}">{{/look_again}}<style>{{>style}}
.bar{position:-webkit-sticky;position:sticky;top:0;z-index:2;background:#8c1d40;color:#fff}.bar>div{max-width:34em;margin:0 auto;padding:6px 12px;display:flex;align-items:center}
.bar h1{flex:1;margin:0 12px 0 0;font-size:1.1em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.bar button{width:auto;min-width:96px;min-height:48px;padding:6px 14px;background:#fff;color:#8c1d40;border-color:#fff}
.need{background:#fff;border-bottom:1px solid #e6ddd2;font-size:.9em}.need p{max-width:34em;margin:0 auto;padding:0 12px}.need a{display:inline-block;padding:12px 6px;font-weight:700;color:#8c1d40}
.ways{display:flex;flex-wrap:wrap;margin:4px -8px 0}.ways a{padding:12px 8px}.tall{display:inline-block;padding:12px 0}
ol{display:flex;flex-direction:column;list-style:none;margin:8px 0;padding:0}.row{align-self:flex-start;max-width:88%;margin:8px 0;padding:8px 14px;background:#fff;border:1px solid #e6ddd2;border-radius:4px 14px 14px}
.mine{align-self:flex-end;background:#f6e3ea;border-color:#e9c9d5;border-radius:14px 4px 14px 14px}.row p{margin:0}.who{font-size:.8em;color:#5c544c}.said{white-space:pre-wrap;word-wrap:break-word;overflow-wrap:anywhere}
.away .said{color:#5c544c;font-style:italic}.row img{display:block;margin:6px 0;max-height:60vh;border-radius:8px}audio{display:block;width:260px;max-width:100%;margin:6px 0}
.choices button,.choices a{margin:8px 0 0;min-height:48px;padding:8px 12px;background:#fff;color:#8c1d40;text-align:left;font-weight:400}.choices b{display:inline-block;min-width:1.5em}
.say{position:-webkit-sticky;position:sticky;bottom:0;margin:0 -16px;padding:8px 16px 10px;background:#faf6f0;border-top:1px solid #e6ddd2}.say div{display:flex;align-items:flex-end}
textarea{flex:1;min-width:0;min-height:56px;padding:13px 12px;font:inherit;border:2px solid #8c7b6b;border-radius:12px;background:#fff;resize:none}.tools{margin-top:8px}.say .send{width:auto;min-width:84px;margin-left:8px}
summary{padding:12px 0;color:#8c1d40;cursor:pointer}input[type=file]{font-size:1em;letter-spacing:0;padding:12px 0;border:0;background:none}.tools button{flex:1;min-height:48px;padding:8px;margin-right:8px}.tools button:last-child{margin-right:0}
.hide{position:absolute!important;left:-9999px!important;width:1px!important;height:1px!important;overflow:hidden}.on{background:#b3261e;border-color:#b3261e;color:#fff}#preview img{max-height:120px}#preview button{width:auto;min-height:48px;margin-left:8px}#preview{align-items:center;margin-bottom:8px}
.grid{display:flex;flex-wrap:wrap;margin:8px -4px}.grid button{flex:1 0 28%;margin:4px;min-height:84px;padding:8px;background:#fff;border-color:#e6ddd2;color:#222;font-weight:400;font-size:.9em}.grid svg,.chosen svg{fill:none;stroke:#5a2038;stroke-width:3;stroke-linecap:round;stroke-linejoin:round;display:block;width:44px;height:44px;margin:0 auto}.chosen{display:flex}.chosen span{flex:1;text-align:center}
.look{display:inline-block;min-width:48px;min-height:48px;line-height:48px;text-align:center;font-weight:700;color:#8c1d40;text-decoration:none}
.dots{font-size:1.6em;letter-spacing:.3em;text-align:center;margin:0;color:#8c1d40}.text{letter-spacing:0;font-size:1.1em}
</style></head><body{{#live}} data-live="{{live}}" data-seq="{{seq}}"{{/live}}>{{#practice}}<div class="practice" role="note">{{practice_text}}</div>{{/practice}}
<header class="bar"><div><h1>{{heading}}</h1><form id="leave" method="post" action="/chat/leave"><input type="hidden" name="nonce" value="{{nonce}}l"><button>{{leave}}</button></form></div></header>
{{#has_hotlines}}<div class="need"><p>{{hotlines_title}}: {{#hotlines}}{{#night}}<a href="{{scheme}}:{{number}}" title="{{purpose}}">{{number}}</a> {{/night}}{{/hotlines}}</p></div>{{/has_hotlines}}
<main>{{#note}}<div class="wrong" role="alert"><p>{{note}}</p></div>{{/note}})";

const char* const foot_part = R"(</main><script src="{{script}}"></script></body></html>)";

const char* const row_part =
    R"(<li id="r{{seq}}" class="row{{#mine}} mine{{/mine}}{{#gone}} away{{/gone}}"><p class="who">{{who}} <time datetime="{{iso}}">{{clock}}</time>{{#look}} <a class="look" href="{{look}}" aria-label="{{look_label}}">⋯</a>{{/look}}</p>{{#said}}<p class="said">{{said}}</p>{{/said}}{{#files}}{{#is_picture}}<img src="{{source}}" alt="{{about}}">{{/is_picture}}{{#is_voice}}<audio controls preload="none" src="{{source}}" aria-label="{{about}}"></audio>{{/is_voice}}{{/files}}{{#has_links}}<div class="choices">{{#links}}<a class="button" href="{{url}}">{{label}}</a>{{/links}}</div>{{/has_links}}{{#has_choices}}<form class="choices" method="post" action="/chat/{{place}}/press"><input type="hidden" name="nonce" value="{{nonce}}"><input type="hidden" name="row" value="{{seq}}">{{#choices}}<button name="token" value="{{token}}">{{#number}}<b>{{number}}</b>{{/number}}{{label}}</button>{{/choices}}</form>{{/has_choices}}</li>)";

namespace layout {

const char* const room = R"({{>chat_head}}<nav class="ways">{{#ways}}<a href="{{to}}">{{label}}</a>{{/ways}}</nav>
{{#advice}}<div class="card"><p>{{advice}}</p><p><a class="button second" href="{{advice_to}}">{{advice_label}}</a></p></div>{{/advice}}
{{#older}}<p><a class="button second" href="{{older}}">{{older_label}}</a></p>{{/older}}
<ol id="log" role="log" aria-live="polite" aria-label="{{log_label}}">{{#rows}}{{>chat_row}}{{/rows}}</ol>
{{#empty}}<p class="quiet" id="empty">{{empty}}</p>{{/empty}}
<form id="end" class="again" method="get" action="/chat/{{place}}#end"><input type="hidden" name="now" value="{{nonce}}"><button class="second">{{again}}</button></form>
{{#away}}<details><summary>{{more}}</summary><form method="post" action="/chat/{{place}}/away"><input type="hidden" name="nonce" value="{{nonce}}w"><button class="second">{{away}}</button></form></details>{{/away}}
{{#quiet}}<p class="quiet" role="status">{{quiet}}</p>{{/quiet}}
{{#may_write}}<form id="say" class="say" method="post" action="/chat/{{place}}/say" enctype="multipart/form-data" autocomplete="off">
<input type="hidden" name="nonce" value="{{nonce}}">
<div><label class="hide" for="t">{{write}}</label><textarea id="t" name="text" rows="1" maxlength="4000" autocomplete="off" placeholder="{{write}}"></textarea><button class="send">{{send}}</button></div>
<details id="add" data-picture="{{picture}}" data-speak="{{speak}}" data-stop="{{stop}}" data-drop="{{drop}}" data-failed="{{failed}}"><summary>{{add}}</summary>
<p><label for="p">{{picture}}</label><input id="p" type="file" name="picture" accept="image/*"></p>
<p><label for="a">{{voice}}</label><input id="a" type="file" name="voice" accept="audio/*"></p></details>
</form>{{/may_write}}
{{>chat_foot}})";

const char* const message =
    R"({{>chat_head}}<div class="card"><p class="who">{{who}}</p><p class="said">{{said}}</p></div>
<form method="post" action="/chat/{{place}}/report"><input type="hidden" name="nonce" value="{{nonce}}r"><input type="hidden" name="about" value="{{seq}}"><button>{{report}}</button></form><p class="quiet">{{promise}}</p>
<form method="post" action="/chat/{{place}}/answer" autocomplete="off" class="card"><input type="hidden" name="nonce" value="{{nonce}}"><input type="hidden" name="about" value="{{seq}}">
<p><label for="n">{{label}}</label></p><p><input class="text" id="n" name="text" maxlength="400" autocomplete="off"></p><button class="second">{{answer}}</button></form>
<p><a class="tall" href="{{back_to}}">{{back}}</a></p>{{>chat_foot}})";

const char* const pictures = R"({{>chat_head}}<p>{{text}}</p>
<p class="dots" role="status" aria-label="{{count}}">{{dots}}</p>
<form id="pictures" method="post" action="{{action}}" autocomplete="off"><input type="hidden" name="nonce" value="{{nonce}}"><input type="hidden" name="touched" value="{{touched}}">
<div class="grid">{{#pictures}}<button name="pick" value="{{number}}"><svg viewBox="0 0 48 48" aria-hidden="true">{{{drawing}}}</svg>{{name}}</button>{{/pictures}}</div></form>
{{#begin}}<form method="post" action="/chat/talk/begin"><p class="quiet">{{begin_text}}</p><input type="hidden" name="nonce" value="{{nonce}}b"><button class="second">{{begin}}</button></form>{{/begin}}
<p><a class="tall" href="{{back_to}}">{{back}}</a></p>{{>chat_foot}})";

const char* const choice =
    R"({{>chat_head}}<p>{{text}}</p><div class="card chosen">{{#pictures}}<span><svg viewBox="0 0 48 48" aria-hidden="true">{{{drawing}}}</svg>{{name}}</span>{{/pictures}}</div>
<form method="post" action="{{action}}"><input type="hidden" name="nonce" value="{{nonce}}"><input type="hidden" name="touched" value="{{touched}}"><input type="hidden" name="keep" value="1"><button>{{keep}}</button></form>
<p><a class="button second" href="{{action}}">{{other}}</a></p>{{>chat_foot}})";

const char* const notices =
    R"({{>chat_head}}{{#groups}}<p><a class="button second" href="/chat/{{place}}">{{name}}</a></p>{{/groups}}
<div class="card"><p>{{none}}</p></div>
<nav class="ways"><a href="/chat/talk">{{talk}}</a><a href="/chat/code">{{code}}</a><a href="/">{{home}}</a><a href="/chat/?lang={{other_language}}">{{other_language_name}}</a></nav>{{>chat_foot}})";

const char* const enter = R"({{>chat_head}}{{#village}}<p class="quiet">{{village}}</p>{{/village}}<p>{{text}}</p>
<form method="post" action="{{action}}" autocomplete="off" class="card"><input type="hidden" name="nonce" value="{{nonce}}">
{{#ticket}}<input type="hidden" name="ticket" value="{{ticket}}">{{/ticket}}
{{#label}}<p><label for="n">{{label}}</label></p><p><input class="text" id="n" name="{{field}}" value="{{value}}" maxlength="40" autocomplete="off" autocapitalize="off" spellcheck="false"></p>{{/label}}
<button>{{go}}</button></form>{{#about}}<p class="quiet">{{about}}</p>{{/about}}<p><a class="tall" href="{{back_to}}">{{back}}</a></p>{{>chat_foot}})";

const char* const words =
    R"({{>chat_head}}<p>{{text}}</p>{{#big}}<p class="number">{{big}}</p>{{/big}}{{#after}}<p class="quiet">{{after}}</p>{{/after}}
<p><a class="button second" href="{{back_to}}">{{back}}</a></p>{{>chat_foot}})";

}  // namespace layout

}  // namespace noticeboard::webchat
