// What a test looks at in a page: whether it fits, and the way of the Tab key through it. It makes `hocluatPage`.

globalThis.hocluatPage ??= (() => {
  const CONTROLS = "a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true]";

  const shown = (el) => el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && el.getClientRects().length > 0;

  /** Of radio buttons of one name the Tab key reaches one: the chosen one, else the first. */
  const isStop = (el, all) => {
    if (el.type !== "radio" || !el.name) return true;
    const group = all.filter((other) => other.type === "radio" && other.name === el.name && other.form === el.form);
    return el === (group.find((radio) => radio.checked) ?? group[0]);
  };

  const controls = () => {
    const all = [...document.querySelectorAll(CONTROLS)].filter(
      (el) => el.tabIndex >= 0 && !el.matches(":disabled, [type=hidden]") && !el.closest("[inert]") && shown(el),
    );
    return all.filter((el) => isStop(el, all));
  };

  const name = (el) => {
    const words = (el.getAttribute("aria-label") ?? el.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 30);
    return `<${el.localName}${el.id ? ` #${el.id}` : ""}${el.name ? ` name=${el.name}` : ""}${words ? ` “${words}”` : ""}>`;
  };

  const hasRing = (el) =>
    [el, el.closest("label"), el.nextElementSibling, el.parentElement].some((near) => {
      if (!near) return false;
      // A link that covers its card draws the ring around the card with what it puts before or after itself.
      return ["", "::before", "::after"].some((part) => {
        const { content, outlineStyle, outlineWidth } = getComputedStyle(near, part);
        return (part === "" || content !== "none") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
      });
    });

  /** Whether something else lies over every part of it that is looked at. */
  const isCovered = (el) => {
    const box = (el.closest("label") ?? el).getBoundingClientRect();
    const places = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    return !places.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (hit === el || el.contains(hit) || hit.contains(el) || el.closest("label")?.contains(hit));
    });
  };

  const stays = (el) => {
    for (let at = el; at; at = at.parentElement) {
      if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true;
    }
    return false;
  };

  /** Scrolling boxes without a control inside are stops too; nobody has to list them. */
  const isScroller = (el) => el.scrollHeight > el.clientHeight + 1 || el.scrollWidth > el.clientWidth + 1;

  /** A player's buttons are the browser's own: each is a stop, and all of them are told as the player. */
  const isPlayer = (el) => el.matches("audio[controls], video[controls]");
  const PLAYER_STOPS = 8;

  let expected = [];
  let steps = [];
  const note = ({ target }) => {
    if (target === document.body) return;
    steps.push({ el: target, ring: hasRing(target), covered: isCovered(target) });
  };

  return {
    /** What is wider than the screen, if the page is. */
    wider(width) {
      const wide = document.documentElement.scrollWidth;
      if (wide <= width) return "";
      const guilty = [...document.body.querySelectorAll("*")].filter((el) => shown(el) && el.getBoundingClientRect().right > width + 1);
      return `${wide} wide: ${guilty.slice(-3).map(name).join(" ")}`;
    },

    /** Begins a walk at the top of the page; answers how often Tab has to be pressed. */
    begin() {
      expected = controls();
      steps = [];
      document.addEventListener("focusin", note, true);
      scrollTo(0, 0);
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
      // A date has a stop for each of its parts.
      const parts = expected.filter((el) => ["date", "datetime-local", "time", "month"].includes(el.type)).length * 4;
      const scrollers = [...document.body.querySelectorAll("*")].filter((el) => /auto|scroll/.test(getComputedStyle(el).overflow) && isScroller(el));
      const players = [...document.querySelectorAll("audio, video")].filter((el) => isPlayer(el) && shown(el));
      return expected.length + parts + scrollers.length + players.length * PLAYER_STOPS;
    },

    /** Ends it; answers what was wrong on the way. */
    end() {
      document.removeEventListener("focusin", note, true);
      const wrong = [];
      const walked = steps.filter(({ el }) => expected.includes(el) || !(isScroller(el) || isPlayer(el)));
      expected.forEach((el, place) => {
        const there = walked[place]?.el;
        if (there !== el && wrong.length === 0) {
          wrong.push(`Tab ${place + 1} of ${expected.length} should reach ${name(el)}, it reaches ${there ? name(there) : "nothing"}`);
        }
      });
      const until = walked.slice(0, expected.length);
      for (const { el, ring, covered } of until) {
        if (!ring) wrong.push(`${name(el)} does not show that it has the focus`);
        if (covered) wrong.push(`${name(el)} has the focus and cannot be seen`);
      }
      const resting = until.map(({ el }) => el).filter((el) => document.querySelector("main")?.contains(el) && shown(el) && !stays(el));
      resting.slice(1).forEach((el, before) => {
        const [one, two] = [resting[before].getBoundingClientRect(), el.getBoundingClientRect()];
        const sameColumn = two.left < one.right && two.right > one.left;
        if (sameColumn && two.bottom <= one.top) wrong.push(`${name(el)} follows ${name(resting[before])} and stands above it`);
      });
      return wrong;
    },
  };
})();
