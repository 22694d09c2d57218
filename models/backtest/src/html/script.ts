import { LEFT, RIGHT, WIDTH } from "./panel.ts";

/** The only script of the page: a cursor over a run's plots, by pointer or arrow keys, and what was known at that moment. */
export const SCRIPT = `
const runs = JSON.parse(document.getElementById("runs").textContent);
const LEFT = ${LEFT}, RIGHT = ${WIDTH - RIGHT};
const span = (s) => {
  const a = Math.abs(s);
  return a < 90 ? s.toFixed(0) + " s" : a < 5400 ? (s / 60).toFixed(0) + " min" : a < 345600 ? (s / 3600).toFixed(1) + " h" : (s / 86400).toFixed(1) + " days";
};
const number = (x) => Number(x.toPrecision(3)).toString();
for (const svg of document.querySelectorAll("svg[data-run]")) {
  const run = runs[Number(svg.dataset.run)];
  const cursor = svg.querySelector(".cursor");
  const output = svg.parentElement.querySelector("output");
  const resting = output.textContent;
  const last = run.at.length - 1;
  let index = last;
  const show = (i) => {
    index = Math.max(0, Math.min(last, i));
    const at = run.at[index];
    cursor.setAttribute("transform", "translate(" + (LEFT + (RIGHT - LEFT) * Math.min(1, at / run.observed)) + " 0)");
    cursor.setAttribute("visibility", "visible");
    const parts = [span(at) + (run.failure === null ? "" : ", " + span(Math.max(0, run.failure - at)) + " before the failure")];
    if (run.risk[index] !== null) parts.push("risk " + run.risk[index].toFixed(2));
    else parts.push("not scored");
    if (run.p50[index] !== null)
      parts.push("remaining " + number(run.p50[index]) + " h (" + number(run.p10[index]) + "–" + number(run.p90[index]) + ")");
    if (run.rms[index] !== null) parts.push("RMS " + number(run.rms[index]) + " g");
    if (run.velocity[index] !== null) parts.push(number(run.velocity[index]) + " mm/s");
    if (run.temperature[index] !== null) parts.push(number(run.temperature[index]) + " °C");
    output.textContent = parts.join(" · ");
  };
  const hide = () => {
    cursor.setAttribute("visibility", "hidden");
    output.textContent = resting;
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * ${WIDTH};
    const at = ((x - LEFT) / (RIGHT - LEFT)) * run.observed;
    let best = 0;
    run.at.forEach((t, i) => { if (Math.abs(t - at) < Math.abs(run.at[best] - at)) best = i; });
    show(best);
  });
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: 10, PageUp: -10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    show(index + step);
  });
}
`;
