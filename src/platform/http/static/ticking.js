// The clock in the head of a contest. The server says how much is left; when nothing is, the page is asked for again.

for (const clock of document.querySelectorAll("[data-ticking]")) {
  const end = performance.now() + Number(clock.dataset.ticking);
  const parts = [...clock.querySelectorAll("[data-ticking-part]")];
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    const left = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    parts.forEach((part, i) => {
      const text = i === 0 ? String(left[i]) : String(left[i]).padStart(2, "0");
      if (part.textContent !== text) part.textContent = text;
    });
    if (seconds > 0) return;
    clearInterval(timer);
    // Everybody's clock ends at once: they come back over half a minute, not all in the same second.
    setTimeout(() => location.reload(), 1_000 + Math.random() * 30_000);
  };
  const timer = setInterval(tick, 1_000);
  tick();
}
