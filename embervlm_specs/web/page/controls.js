// What the reader can do: filter, turn all figures to a step, play, take, print, and see in the dark.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const figures = new Map($$(".card").map((card) => [card.id, new Figure(card)]));
const figureOf = (node) => figures.get(node.closest(".card").id);
const moving = [...figures.values()].filter((figure) => figure.moments.length > 1);

// Drawn as they come into view, a little before; one after another, so that the first is seen at once.
const painted = () => new Promise((done) => setTimeout(done));
let turn = Promise.resolve();
const drawInTurn = (figure) => (turn = turn.then(() => figure.draw()).then(painted));

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      drawInTurn(figureOf(target));
    }
  },
  { rootMargin: "300px" },
);
for (const figure of figures.values()) seen.observe(figure.place);

// Cards are packed: each takes as many rows of one pixel as it is high.
const pack = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const gap = parseFloat(getComputedStyle(target.parentElement).columnGap);
    target.style.gridRowEnd = `span ${Math.ceil(target.getBoundingClientRect().height + gap)}`;
  }
});
for (const { card } of figures.values()) pack.observe(card);

// One slider for all figures that move. At its left end they show the still picture; the others are
// how far training has come, so that figures of one stage stay together and stages can be compared.
const slider = $(".scrubber input");
const stops = Math.max(0, ...moving.map((figure) => figure.moments.length));
$(".scrubber").hidden = stops === 0;
slider.max = stops;

const frameAt = (figure, stop) =>
  stop === 0 ? null : Math.round(((stop - 1) / (stops - 1)) * (figure.moments.length - 1));

const scrub = () => {
  stopPlaying();
  const stop = Number(slider.value);
  const names = moving.map((figure) => [figure.stage, figure.moments[frameAt(figure, stop)]].join(": "));
  const told = stop ? [...new Set(names)].join(" · ") : "side by side";
  $("#moment").textContent = told;
  slider.setAttribute("aria-valuetext", told);
  for (const figure of moving) figure.show(frameAt(figure, stop));
};
slider.addEventListener("input", scrub);

// Playing: one figure at a time, from its first moment to its last, then the still picture.
const BEAT = 600;
let playing = null;

const stopPlaying = () => {
  if (!playing) return;
  clearTimeout(playing.timer);
  tell(playing.button, false);
  playing = null;
};

const tell = (button, on) => {
  button.setAttribute("aria-pressed", on);
  button.textContent = on ? "Stop" : "Play";
};

const play = (button) => {
  const mine = playing?.button === button;
  stopPlaying();
  if (mine) return;
  const figure = figureOf(button);
  const state = { button };
  playing = state;
  tell(button, true);
  const next = async (frame) => {
    const over = frame >= figure.moments.length;
    await figure.show(over ? null : frame);
    if (playing !== state) return;
    if (over) stopPlaying();
    else state.timer = setTimeout(next, frame + 1 === figure.moments.length ? 4 * BEAT : BEAT, frame + 1);
  };
  next(0);
};

// Filter by title, id, table and words of the description.
const filter = $(".filter input");
const applyFilter = () => {
  const wanted = filter.value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const section of $$(".stage")) {
    let any = false;
    for (const item of $$(".card, .absent li", section)) {
      const words = `${section.id} ${item.id} ${item.dataset.tables} ${$("h3, b", item).textContent} ${$("figcaption, span", item).textContent}`;
      const fits = wanted.every((word) => words.toLowerCase().includes(word));
      item.hidden = !fits;
      any ||= fits;
      shown += fits && item.matches(".card");
    }
    section.hidden = !any;
  }
  $("[data-status]").textContent = `${shown} of ${figures.size} figures`;
  $("[data-count]").textContent = shown === figures.size ? shown : `${shown} of ${figures.size}`;
};
filter?.addEventListener("input", applyFilter);

// Light or dark as the reader's system has it, until the button is pressed.
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;
const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
const nameTheme = () => ($("[data-do=theme]").textContent = isDark() ? "Light" : "Dark");
dark.addEventListener("change", nameTheme);
nameTheme();

const drawAll = () => Promise.all([...figures.values()].map((figure) => figure.draw()));
addEventListener("beforeprint", drawAll);

const actions = {
  download: (button) => figureOf(button).download(button.dataset.format),
  play,
  print: () => drawAll().then(() => print()),
  theme: () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  },
};
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-do]");
  if (button) actions[button.dataset.do](button);
});
for (const details of $$(".data")) {
  details.addEventListener("toggle", () => details.open && fillTables(figureOf(details), details));
}

// A page that is built again while a training runs looks for the newer one, where the reader left it.
if (root.dataset.reload) setTimeout(() => location.reload(), 1000 * root.dataset.reload);
