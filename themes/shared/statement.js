// A static page cannot know that a promised hour has passed; the reader's browser can. Without scripts the promised time itself is there.
(function () {
  "use strict";
  // What is due by a day falls due at the end of it, where the organisation is: `data-due`. A moment says so itself.
  // A page that is shown as of a moment says which, and keeps to it.
  var shown = document.querySelector("[data-now]");
  function look() {
    var now = shown ? new Date(shown.dataset.now) : new Date();
    document.querySelectorAll("[data-promise]").forEach(function (promise) {
      var time = promise.querySelector("time");
      var late = promise.querySelector("[data-late]");
      var early = promise.querySelector("[data-early]");
      if (time && late && new Date(promise.dataset.due || time.dateTime) < now) {
        promise.classList.add("ab-promise--late");
        late.hidden = false;
        if (early) {
          early.hidden = true;
        }
      }
    });
  }
  var lang = document.documentElement.lang;
  var written = (navigator.languages || []).find(function (one) { return one.split("-")[0] === lang.split("-")[0]; }) || lang;
  var here = document.querySelector("[data-here]");
  // As the reader writes it, if they read the page's language anyway: 27 Nov and not Nov 27. Making one of these is the only costly thing here:
  // each is made once, and only where it is used.
  var STYLES = {
    inWords: { dateStyle: "long", timeStyle: "short", numberingSystem: "latn" },
    briefly: { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", numberingSystem: "latn" },
    day: { dateStyle: "long", numberingSystem: "latn" }
  };
  var made = {};
  // The first of a month is "1er" in French; browsers do not know.
  function inFull(style, at) {
    made[style] = made[style] || new Intl.DateTimeFormat(written, STYLES[style]);
    return made[style].formatToParts(at).map(function (part) {
      return part.type === "day" && part.value === "1" && /^fr\b/.test(written) ? "1er" : part.value;
    }).join("");
  }
  // Where it is the same time as here, nobody needs it twice. Browsers that do not know the zone say it all the same.
  var clocks;
  function elsewhere(at) {
    try {
      clocks = clocks || [here.dataset.zone, undefined].map(function (zone) {
        return new Intl.DateTimeFormat("en", { timeZone: zone, day: "numeric", hour: "numeric", minute: "numeric" });
      });
      return clocks[0].format(at) !== clocks[1].format(at);
    } catch (unknown) {
      return true;
    }
  }
  document.querySelectorAll(".ab time").forEach(function (time) {
    // A moment, not a day: show it in the reader's own zone as well.
    if (here && time.dateTime.indexOf("T") > 0) {
      var own = new Date(time.dateTime);
      if (!isNaN(own) && elsewhere(own)) {
        time.title = here.dataset.here.replace("%s", inFull("inWords", own));
      }
    }
  });
  // The promise that a reader waits for says it on a line of its own, which was kept free for it: a title is for a mouse alone.
  document.querySelectorAll(".ab [data-own]").forEach(function (own) {
    var time = own.closest("[data-promise]").querySelector("time");
    var at = time && new Date(time.dateTime);
    if (here && at && !isNaN(at) && elsewhere(at)) {
      own.textContent = here.dataset.here.replace("%s", inFull("briefly", at));
    }
  });
  // Where it is the same time as here, that line says how long it is until then, so that the room for it does not stand empty.
  var waiting = Array.prototype.filter.call(document.querySelectorAll(".ab [data-own]"), function (own) { return !own.textContent; });
  function count() {
    if (!Intl.RelativeTimeFormat) {
      return;
    }
    var until = new Intl.RelativeTimeFormat(lang, { numberingSystem: "latn" });
    waiting.forEach(function (own) {
      var time = own.closest("[data-promise]").querySelector("time");
      var left = time ? (new Date(time.dateTime) - (shown ? new Date(shown.dataset.now) : new Date())) / 60000 : NaN;
      var unit = left < 120 ? "minute" : left < 2880 ? "hour" : "day";
      var said = until.format(Math.max(1, Math.floor(left / { minute: 1, hour: 60, day: 1440 }[unit])), unit);
      own.textContent = left > 0 ? said.charAt(0).toLocaleUpperCase(lang) + said.slice(1) : "";
    });
  }
  // An address to copy: a field that is marked as a whole when it takes focus, and a button where the browser lets a page copy.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    field.addEventListener("focus", function () { field.select(); });
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", function () {
      field.select();
      navigator.clipboard.writeText(field.value).then(function () { button.nextElementSibling.textContent = button.dataset.copied; });
    });
  });
  // On paper, the day on which it was printed.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-printed]").forEach(function (line) {
      line.textContent = " " + line.dataset.printed.replace("%s", inFull("day", shown ? new Date(shown.dataset.now) : new Date()));
    });
  });
  count();
  setInterval(count, 60000);
  look();
  setInterval(look, 60000);
})();
