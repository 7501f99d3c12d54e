// Draws every <div class="chart" data-chart="id-of-json"> with ECharts: canvas renderer and tooltips drawn on the
// canvas (both live with the content security policy), colours from the theme's variables, no motion unless wanted.
(() => {
  // Canvas colours must be resolved by the browser first: the variables hold light-dark() and oklch().
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (name, el) => {
    el.style.setProperty("color", `var(--tblr-${name})`);
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = getComputedStyle(el).color;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    return `rgb(${r}, ${g}, ${b})`;
  };
  const palette = () => {
    const el = document.body.appendChild(document.createElement("span"));
    // Where less motion is wanted every element has a very short transition: read in it, each colour is the one before.
    el.style.setProperty("transition", "none", "important");
    const of = (name) => colour(name, el);
    const found = {
      ink: of("body-color"), soft: of("secondary"), faint: of("chart-faint"), line: of("border-color"), surface: of("bg-surface"),
      accent: of("primary"), good: of("success"), attention: of("warning"), second: of("purple"), harm: of("danger"), info: of("info"),
    };
    el.remove();
    return found;
  };
  const axis = (c) => ({
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { show: false },
    axisLabel: { color: c.soft },
    splitLine: { lineStyle: { color: c.line } },
    nameTextStyle: { color: c.soft },
  });
  const theme = (c) => ({
    color: [c.accent, c.second, c.faint, c.info, c.good],
    backgroundColor: "transparent",
    textStyle: { color: c.ink, fontFamily: getComputedStyle(document.body).fontFamily },
    categoryAxis: { ...axis(c), splitLine: { show: false } },
    valueAxis: axis(c),
    timeAxis: axis(c),
    legend: { textStyle: { color: c.soft } },
  });
  // A colour given by name in the option ("accent", "good", "attention", …) becomes the theme's colour.
  const named = (value, c) => {
    if (Array.isArray(value)) return value.map((item) => named(item, c));
    if (value && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key, /color$/i.test(key) && typeof item === "string" && c[item] ? c[item] : named(item, c),
        ]),
      );
    }
    return value;
  };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const draw = (box) => {
    const source = document.getElementById(box.dataset.chart);
    if (!source || !window.echarts) return;
    const c = palette();
    window.echarts.getInstanceByDom(box)?.dispose();
    const chart = window.echarts.init(box, theme(c), { renderer: "canvas" });
    const option = named(JSON.parse(source.textContent), c);
    const small = box.clientWidth < 480;
    chart.setOption({
      animation: !still.matches,
      grid: { left: 8, right: 32, top: option.legend ? 40 : 16, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      ...option,
      ...(option.yAxis?.type === "category" && {
        yAxis: { ...option.yAxis, axisLabel: { width: Math.min(220, box.clientWidth * 0.38), overflow: "break", ...option.yAxis.axisLabel } },
      }),
      tooltip: option.tooltip === false ? undefined : {
        renderMode: "richText", confine: true, appendToBody: false,
        backgroundColor: c.surface, borderColor: c.line, textStyle: { color: c.ink },
        trigger: small || option.xAxis ? "axis" : "item",
        ...option.tooltip,
      },
    });
  };
  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("turnabout:theme", drawAll);
  document.addEventListener("htmx:afterSettle", (e) => e.detail.elt.querySelectorAll("[data-chart]").forEach(draw));
  let timer;
  window.addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.querySelectorAll("[data-chart]").forEach((box) => window.echarts?.getInstanceByDom(box)?.resize());
    }, 120);
  });
})();
