// The switch of colours, and search on use, both drawn here: without a script neither is of use, and pages do not repeat them. Material's script and its index of every page are fetched when somebody searches, not before:
// a reader on a bad line pays for neither, and the page weighs the same however much was ever published.
(function () {
  "use strict";
  var me = document.currentScript;
  var dark = document.getElementById("ab-dark");
  var wish = window.matchMedia("(prefers-color-scheme: dark)");
  var button = document.querySelector(".ab-switch");

  // Icons of Material Design: theme-light-dark, magnify, arrow-left, close.
  function icon(path) {
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="' + path + '"/></svg>';
  }
  var FIND = icon(
    "M9.5 3A6.5 6.5 0 0 1 16 9.5c0 1.61-.59 3.09-1.56 4.23l.27.27h.79l5 5-1.5 1.5-5-5v-.79l-.27-.27A6.52 6.52 0 0 1 9.5 16 6.5 6.5 0 0 1 3 9.5 6.5 6.5 0 0 1 9.5 3m0 2C7 5 5 7 5 9.5S7 14 9.5 14 14 12 14 9.5 12 5 9.5 5"
  );
  button.innerHTML = icon(
    "M7.5 2c-1.79 1.15-3 3.18-3 5.5s1.21 4.35 3.03 5.5C4.46 13 2 10.54 2 7.5A5.5 5.5 0 0 1 7.5 2m11.57 1.5 1.43 1.43L4.93 20.5 3.5 19.07zm-6.18 2.43L11.41 5 9.97 6l.42-1.7L9 3.24l1.75-.12.58-1.65L12 3.1l1.73.03-1.35 1.13zm-3.3 3.61-1.16-.73-1.12.78.34-1.32-1.09-.83 1.36-.09.45-1.29.51 1.27 1.36.03-1.05.87zM19 13.5a5.5 5.5 0 0 1-5.5 5.5c-1.22 0-2.35-.4-3.26-1.07l7.69-7.69c.67.91 1.07 2.04 1.07 3.26m-4.4 6.58 2.77-1.15-.24 3.35zm4.33-2.7 1.15-2.77 2.2 2.54zm1.15-4.96-1.14-2.78 3.34.24zM9.63 18.93l2.77 1.15-2.53 2.19z"
  );

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
  var opener = document.querySelector(".md-header__button[for=__search]");
  var config = document.getElementById("__config");
  if (!toggle || !opener || !config) {
    return;
  }
  // The dialog that Material's script expects (its release 9.8). What has words is given them below, as words.
  opener.innerHTML = FIND;
  opener.insertAdjacentHTML(
    "afterend",
    '<div class="md-search" data-md-component="search" role="dialog"><label class="md-search__overlay" for="__search"></label>' +
      '<div class="md-search__inner" role="search"><form class="md-search__form" name="search">' +
      '<input type="text" class="md-search__input" name="query" autocapitalize="off" autocorrect="off" autocomplete="off" spellcheck="false" data-md-component="search-query" required>' +
      '<label class="md-search__icon md-icon" for="__search">' + FIND + icon("M20 11v2H8l5.5 5.5-1.42 1.42L4.16 12l7.92-7.92L13.5 5.5 8 11z") + "</label>" +
      '<nav class="md-search__options"><button type="reset" class="md-search__icon md-icon" tabindex="-1">' +
      icon("M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z") +
      '</button></nav></form><div class="md-search__output"><div class="md-search__scrollwrap" tabindex="0" data-md-scrollfix>' +
      '<div class="md-search-result" data-md-component="search-result"><div class="md-search-result__meta"></div>' +
      '<ol class="md-search-result__list" role="presentation"></ol></div></div></div></div></div>'
  );
  var words = JSON.parse(config.textContent).words;
  function say(selector, name, word) {
    document.querySelector(selector).setAttribute(name, word);
  }
  say(".md-search", "aria-label", words[0]);
  say(".md-search__options", "aria-label", words[0]);
  say(".md-search__input", "aria-label", words[1]);
  say(".md-search__input", "placeholder", words[1]);
  say(".md-search__options button", "aria-label", words[2]);
  say(".md-search__options button", "title", words[2]);
  document.querySelector(".md-search-result__meta").textContent = words[3];
  var query = document.querySelector(".md-search__input");
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
  opener.addEventListener("click", function () {
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
