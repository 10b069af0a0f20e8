// A static page cannot know that a promised hour has passed; the reader's browser can. Without scripts the promised time itself is there.
(function () {
  "use strict";
  function look() {
    document.querySelectorAll("[data-promise]").forEach(function (promise) {
      var time = promise.querySelector("time");
      var late = promise.querySelector("[data-late]");
      if (time && late && new Date(time.dateTime) < new Date()) {
        promise.classList.add("ab-promise--late");
        late.hidden = false;
      }
    });
  }
  var here = document.querySelector("[data-here]");
  // One for all: making it is the only costly thing here.
  var inWords = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short", numberingSystem: "latn" });
  document.querySelectorAll(".ab time").forEach(function (time) {
    // A moment, not a day: show it in the reader's own zone as well.
    if (here && time.dateTime.indexOf("T") > 0) {
      var own = new Date(time.dateTime);
      if (!isNaN(own)) {
        time.title = here.dataset.here.replace("%s", inWords.format(own));
      }
    }
  });
  look();
  setInterval(look, 60000);
})();
