// One figure of the page: drawn when it is first needed, then turned to any of its moments.

const FONT = "DejaVu Sans, Verdana, Geneva, sans-serif";

// Text that chooses its colour by the ground it stands on keeps it in dark mode, where the style
// sheet recolours what has exactly the colours of the theme.
const keepChosen = (key, value) =>
  typeof value === "string" && value.includes("?")
    ? value.replaceAll("'#22262b'", "'#22262c'").replaceAll("'white'", "'#fffffe'")
    : value;

class Figure {
  constructor(card) {
    this.card = card;
    this.id = card.id;
    this.place = card.querySelector(".chart");
    this.stage = card.closest(".stage").id.replace("stage", "stage ").replace("cross_", "across ");
    this.moments = JSON.parse(card.querySelector(".moments").textContent);
    this.frame = null;
  }

  get content() {
    return JSON.parse(this.card.querySelector(".content").textContent, keepChosen);
  }

  get document() {
    const { document, twin } = this.content;
    return twin ? { ...twin, datasets: document.datasets } : document;
  }

  draw() {
    this.drawing ??= this.#draw();
    return this.drawing;
  }

  // Shows the moment with this number, or the still picture.
  async show(frame) {
    if (frame === this.frame) return;
    this.frame = frame;
    const view = await this.draw();
    // one moment takes the room of the panels, so that the page does not jump
    if (!this.place.classList.contains("turned")) {
      this.place.style.setProperty("--room", `${this.place.offsetHeight}px`);
    }
    this.place.classList.toggle("turned", frame !== null);
    await view.signal("frame", this.frame).runAsync();
    await view.resize().runAsync();
  }

  async download(format) {
    const name = `${this.id}.${format}`;
    if (format === "json") {
      save(name, JSON.stringify(JSON.parse(this.card.querySelector(".content").textContent).document, null, 1), "application/json");
      return;
    }
    // the whole picture, with its title and on white, whatever the page shows it on
    const { view } = await embed(document.createElement("div"), this.document, {});
    if (this.frame !== null) await view.signal("frame", this.frame).runAsync();
    if (format === "svg") save(name, await view.toSVG(), "image/svg+xml");
    else (await view.toCanvas(300 / 72)).toBlob((blob) => save(name, blob));
    view.finalize();
  }

  async #draw() {
    const { title, ...document } = this.document;
    for (const param of document.params ?? []) delete param.bind; // the page has its own slider
    const label = this.place.getAttribute("aria-label");
    const { view } = await embed(this.place, document, { background: null, padding: 2 });
    // one picture with one description, rather than hundreds of marks to step through
    this.place.setAttribute("role", "img");
    this.place.setAttribute("aria-label", label);
    this.place.removeAttribute("aria-roledescription");
    this.place.querySelector("svg").setAttribute("aria-hidden", "true");
    this.card.dataset.drawn = "";
    return view;
  }
}

const embed = (place, document, config) =>
  vegaEmbed(place, { ...document, config: { ...document.config, font: FONT, ...config } }, {
    actions: false,
    ast: true, // expressions are interpreted, so that the page needs no `unsafe-eval`
    defaultStyle: false,
    logLevel: 1, // errors; Vega warns of data sets without rows, which are no fault here
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  });

const save = (name, content, type) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
