// Live updates, sending without leaving the page, recording: what a browser with scripts gets on top of the plain forms.
// ES5 and XMLHttpRequest, for the browsers of old phones.
(function () {
  'use strict';
  var body = document.body, live = body.getAttribute('data-live'), log = document.getElementById('log');
  var say = document.getElementById('say'), leave = document.getElementById('leave'), stream = null;

  function each(list, f) { for (var i = 0; i < list.length; i += 1) f(list[i], i); }
  function make(tag, text) { var e = document.createElement(tag); if (text) e.appendChild(document.createTextNode(text)); return e; }
  function fresh() {
    var out = '', i, bytes = window.crypto && crypto.getRandomValues ? crypto.getRandomValues(new Uint8Array(12)) : null;
    for (i = 0; i < 12; i += 1) out += ('0' + (bytes ? bytes[i] : Math.floor(Math.random() * 256)).toString(16)).slice(-2);
    return out;
  }
  function fields(form) {
    var out = [];
    each(form.querySelectorAll('input[type=hidden]'), function (i) { out.push(encodeURIComponent(i.name) + '=' + encodeURIComponent(i.value)); });
    return out.join('&');
  }
  // Calls back with what the server says: {go} elsewhere, {note} a refusal, {} done; null when nothing arrived.
  function send(to, what, done) {
    var request = new XMLHttpRequest();
    request.open('POST', to);
    request.setRequestHeader('X-Live', '1');
    if (typeof what === 'string') request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = function () {
      var said = null;
      try { said = JSON.parse(request.responseText); } catch (broken) { said = null; }
      if (request.status === 200 && said && said.go) return window.location.replace(said.go);
      done(request.status === 200 ? said : null);
    };
    request.onerror = request.ontimeout = function () { done(null); };
    request.timeout = 120000;
    request.send(what);
  }

  // --- away from here: nothing of this page stays in the history
  if (leave) {
    leave.addEventListener('submit', function (event) {
      var what = fields(leave), sent = false, request;
      event.preventDefault();
      if (stream) stream.close();  // its end would lead back here
      try {
        sent = navigator.sendBeacon(leave.action, new Blob([what], { type: 'application/x-www-form-urlencoded' }));
      } catch (old) { sent = false; }
      if (!sent) {
        request = new XMLHttpRequest();
        request.open('POST', leave.action, false);
        request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
        try { request.send(what); } catch (offline) { /* the page goes all the same */ }
      }
      body.innerHTML = '';
      window.location.replace('/');
    });
  }

  // --- four pictures: one request instead of four
  (function () {
    var form = document.getElementById('pictures'), dots, touched = [];
    if (!form) return;
    dots = document.querySelector('.dots');
    each(form.querySelectorAll('button[name=pick]'), function (button) {
      button.addEventListener('click', function (event) {
        if (form.elements.touched.value.split('.').length > 1 && !touched.length) return;  // begun without scripts
        event.preventDefault();
        touched.push(button.value);
        dots.innerHTML = '●●●●'.slice(0, touched.length) + '○○○○'.slice(touched.length);
        if (touched.length < 4) return;
        form.elements.touched.value = touched.join('.');
        form.submit();
      });
    });
  }());

  // --- what was said
  function clocks(where) {
    each(where.querySelectorAll('time'), function (time) {
      var at = new Date(time.getAttribute('datetime')), now = new Date(), day = '';
      if (isNaN(at)) return;
      if (at.toDateString() !== now.toDateString()) day = (at.getMonth() + 1) + '/' + at.getDate() + ' ';
      time.innerHTML = day + ('0' + at.getHours()).slice(-2) + ':' + ('0' + at.getMinutes()).slice(-2);
    });
  }
  function at_end() { return window.pageYOffset + window.innerHeight > document.documentElement.scrollHeight - 200; }
  function to_end() { window.scrollTo(0, document.documentElement.scrollHeight); }
  function drop(list) { each(list, function (e) { e.parentNode.removeChild(e); }); }

  function wire(where) {
    each(where.querySelectorAll('form.choices button'), function (button) {
      button.addEventListener('click', function (event) {
        var form = button.form;
        event.preventDefault();
        each(form.querySelectorAll('button'), function (one) { one.disabled = true; });
        send(form.action, fields(form) + '&token=' + encodeURIComponent(button.value), function (said) {
          each(form.querySelectorAll('button'), function (one) { one.disabled = false; });
          if (!said || said.note) return tell(said && said.note);
          form.elements.nonce.value = fresh();
          if (!window.EventSource) window.location.reload();
        });
      });
    });
    each(where.querySelectorAll('img'), function (img) { img.addEventListener('load', function () { if (at_end()) to_end(); }); });
  }
  function add(html) {
    var holder = make('ol'), row, stay = !at_end(), empty = document.getElementById('empty');
    holder.innerHTML = html;
    row = holder.firstChild;
    if (!row || document.getElementById(row.id)) return;
    if (row.querySelector('form.choices') || (' ' + row.className + ' ').indexOf(' mine ') >= 0) drop(log.querySelectorAll('form.choices'));
    if (empty) empty.parentNode.removeChild(empty);
    clocks(row);
    wire(row);
    log.appendChild(row);
    if (!stay) to_end();
  }
  if (log) {
    clocks(log);
    wire(log);
    if (!/before=/.test(window.location.search)) to_end();
  }
  if (live && window.EventSource) {
    (function () {
      stream = new EventSource(live + '?after=' + body.getAttribute('data-seq'));
      stream.addEventListener('row', function (event) { add(event.data); });
      stream.addEventListener('gone', function (event) {
        var row = document.getElementById('r' + event.data.split(' ')[0]);
        var text = event.data.slice(event.data.indexOf(' ') + 1);
        if (!row) return;
        if (!text) return row.parentNode.removeChild(row);  // of a talk that was cleared: it never was
        drop(row.querySelectorAll('.said,img,audio,form,.choices'));
        row.className += ' away';
        row.appendChild(make('p', text)).className = 'said';
      });
      stream.addEventListener('out', function () { stream.close(); window.location.replace(window.location.pathname); });
      var again = document.querySelector('.again');
      if (again) again.className = 'hide';
    }());
  }

  // --- saying something
  var note;
  function tell(text) {
    if (!note) {
      note = make('div');
      note.className = 'wrong';
      note.setAttribute('role', 'alert');
      if (say) say.insertBefore(note, say.firstChild); else body.appendChild(note);
    }
    note.innerHTML = '';
    note.appendChild(make('p', text || document.getElementById('add').getAttribute('data-failed')));
    note.style.display = '';
  }
  if (!say || !window.FormData) return;

  var text = document.getElementById('t'), button = say.querySelector('.send'), file = document.getElementById('p');
  var extra = document.getElementById('add'), preview = make('div'), recorded = null, last = '', here = 0;
  preview.id = 'preview';

  function forget_files() {
    recorded = null;
    file.value = '';
    preview.innerHTML = '';
    if (preview.parentNode) preview.parentNode.removeChild(preview);
  }
  function show(what) {
    var away = make('button', extra.getAttribute('data-drop'));
    away.type = 'button';
    away.className = 'second';
    away.addEventListener('click', forget_files);
    preview.innerHTML = '';
    preview.appendChild(what);
    preview.appendChild(away);
    say.insertBefore(preview, say.querySelector('div'));
  }
  function grow() { text.style.height = 'auto'; text.style.height = Math.min(text.scrollHeight + 4, 200) + 'px'; }

  say.addEventListener('submit', function (event) {
    var form, key = text.value + '|' + (file.value || '') + '|' + (recorded ? recorded.size : '');
    event.preventDefault();
    if (button.disabled || (!text.value.trim() && !file.value && !recorded)) return;
    if (last && last !== key) say.elements.nonce.value = fresh();  // another message than the one that failed
    last = key;
    form = new FormData();
    form.append('nonce', say.elements.nonce.value);
    form.append('text', text.value);
    if (file.files && file.files[0]) form.append('picture', file.files[0], 'p');
    if (recorded) form.append('voice', recorded, 'v');
    button.disabled = true;
    send(say.action, form, function (said) {
      button.disabled = false;
      if (!said) return tell();
      say.elements.nonce.value = fresh();
      last = '';
      if (said.note) return tell(said.note);
      if (note) note.style.display = 'none';
      text.value = '';
      grow();
      forget_files();
      text.focus();
      if (!window.EventSource) window.location.reload();
    });
  });
  text.addEventListener('keydown', function (event) {
    if (event.keyCode === 13 && !event.shiftKey && !event.isComposing && event.keyCode !== 229 && window.innerWidth > 700) {
      event.preventDefault();
      button.click();
    }
  });
  text.addEventListener('input', function () {
    var now = Date.now(), request;
    grow();
    if (now - here < 60000) return;
    here = now;
    request = new XMLHttpRequest();  // somebody writes: the private talk stays open
    request.open('GET', live.replace(/live$/, 'here'));
    request.send();
  });

  // --- picture and voice as two buttons
  (function () {
    var tools = make('div'), choose = make('button', extra.getAttribute('data-picture')), speak = make('button', extra.getAttribute('data-speak'));
    var recorder = null, pieces = [], stop;
    tools.className = 'tools';
    each([choose, speak], function (one) { one.type = 'button'; one.className = 'second'; });
    choose.addEventListener('click', function () { file.click(); });
    file.addEventListener('change', function () {
      var img, picked = file.files[0];
      if (!picked) return forget_files();
      if (picked.size > 5 * 1024 * 1024) { forget_files(); return tell(); }
      recorded = null;
      img = make('img');
      img.alt = extra.getAttribute('data-picture');
      img.onload = function () { if (at_end()) to_end(); };
      if (window.FileReader) {
        var reader = new FileReader();
        reader.onload = function () { img.src = reader.result; };
        reader.readAsDataURL(picked);
      }
      show(img);
    });
    tools.appendChild(choose);
    if (window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
      stop = function () { if (recorder) recorder.stop(); };
      speak.addEventListener('click', function () {
        if (recorder) return stop();
        navigator.mediaDevices.getUserMedia({ audio: true }).then(function (sound) {
          pieces = [];
          recorder = new MediaRecorder(sound);
          recorder.ondataavailable = function (event) { if (event.data.size) pieces.push(event.data); };
          recorder.onstop = function () {
            var player = make('audio');
            each(sound.getTracks(), function (track) { track.stop(); });
            file.value = '';
            recorded = new Blob(pieces, { type: recorder.mimeType || 'audio/webm' });
            recorder = null;
            speak.className = 'second';
            speak.innerHTML = '';
            speak.appendChild(document.createTextNode(extra.getAttribute('data-speak')));
            player.controls = true;
            player.src = URL.createObjectURL(recorded);
            show(player);
          };
          recorder.start();
          speak.className = 'on';
          speak.innerHTML = '';
          speak.appendChild(document.createTextNode(extra.getAttribute('data-stop')));
          window.setTimeout(stop, 120000);
        }, function () { tell(); });
      });
      tools.appendChild(speak);
      extra.className = 'hide';
      extra.setAttribute('aria-hidden', 'true');
      each(extra.querySelectorAll('input,summary'), function (one) { one.tabIndex = -1; });
    } else {  // the phone's own recorder, by the file field
      drop([extra.querySelector('p')]);
      extra.appendChild(file);
      file.className = 'hide';
    }
    say.appendChild(tools);
  }());
}());
