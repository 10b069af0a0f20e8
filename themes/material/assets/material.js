// The switch of colours, and search on use. Material's script and its index of every page are fetched when somebody searches, not before:
// a reader on a bad line pays for neither, and the page weighs the same however much was ever published.
(function () {
  "use strict";
  var me = document.currentScript;
  var dark = document.getElementById("ab-dark");
  var wish = window.matchMedia("(prefers-color-scheme: dark)");
  var button = document.querySelector(".ab-switch");

  function isDark() {
    return dark.media === "screen" || (dark.media !== "not all" && wish.matches);
  }
  function show() {
    button.setAttribute("aria-pressed", String(isDark()));
  }
  button.addEventListener("click", function () {
    var chosen = isDark() ? "light" : "dark";
    dark.media = chosen === "dark" ? "screen" : "not all";
    try {
      localStorage.setItem("aboveboard.colours", chosen);
    } catch (error) {
      // Where nothing may be kept, the choice lasts for this page.
    }
    show();
  });
  wish.addEventListener("change", show);
  button.hidden = false;
  show();

  var toggle = document.getElementById("__search");
  var query = document.querySelector(".md-search__input");
  if (!toggle || !query) {
    return;
  }
  var asked = false;
  function start() {
    if (asked) {
      return;
    }
    asked = true;
    var script = document.createElement("script");
    script.src = me.dataset.search;
    document.body.appendChild(script);
  }
  query.addEventListener("focus", function () {
    // Material opens the search when its field takes focus; until its script is here, this does.
    if (!asked && !toggle.checked) {
      toggle.click();
    }
    start();
  });
  document.querySelector(".md-header__button[for=__search]").addEventListener("click", function () {
    if (!asked) {
      query.focus();
    }
  });
  document.addEventListener("keydown", function (event) {
    var free = !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (!asked && free && (event.key === "/" || event.key === "f" || event.key === "s")) {
      event.preventDefault();
      query.focus();
    }
  });
  if (new URLSearchParams(location.search).has("q")) {
    start();
  }
})();
