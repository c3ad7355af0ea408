"""Draws bars and lines as SVG that is readable on light and dark pages."""

import math
from html import escape

WIDTH = 860
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 13px }
  .small { font-size: 11px; fill: #57606a }
  .grid { stroke: #d0d7de }
  .ours { fill: #0969da } .other { fill: #afb8c1 }
  .line { fill: none; stroke-width: 2 }
  .s0 { stroke: #0969da } .s1 { stroke: #bc4c00 } .s2 { stroke: #1a7f37 } .s3 { stroke: #8250df }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #3d444d }
    .ours { fill: #4493f8 } .other { fill: #656c76 }
    .s0 { stroke: #4493f8 } .s1 { stroke: #f0883e } .s2 { stroke: #3fb950 } .s3 { stroke: #ab7df8 }
  }
"""


def text(x, y, content, kind="", anchor="start"):
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(content)}</text>'


def bar_panel(top, title, bars):
    """(label, value, whether it is ours) as bars from zero."""
    parts = [text(0, top + 14, title, "title")]
    left, step = 270, 20
    longest = max(value for _, value, _ in bars)
    for i, (label, value, ours) in enumerate(bars):
        y = top + 26 + i * step
        width = value / longest * (WIDTH - left - 80)
        parts.append(text(left - 8, y + 11, label, anchor="end"))
        parts.append(f'<rect class="{"ours" if ours else "other"}" x="{left}" y="{y}" '
                     f'width="{max(width, 1):.1f}" height="14" rx="2"/>')
        parts.append(text(left + width + 6, y + 11, f"{value:,.0f}", "small"))
    return parts, 26 + len(bars) * step + 18


def short(value):
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:g}{unit}"
    return f"{value:g}"


def line_panel(left, top, width, height, title, series):
    """(label, points) as lines, both axes logarithmic."""
    points = [point for _, line in series for point in line]
    low_x, high_x = (math.log10(pick(x for x, _ in points)) for pick in (min, max))
    low_y = math.floor(math.log10(min(y for _, y in points)))
    high_y = math.ceil(math.log10(max(y for _, y in points)))
    plot = left + 46

    def place(x, y):
        return (plot + (math.log10(x) - low_x) / (high_x - low_x) * (width - 60),
                top + 28 + (high_y - math.log10(y)) / (high_y - low_y) * height)

    parts = [text(left, top + 14, title, "title")]
    for power in range(low_y, high_y + 1):
        _, y = place(10 ** low_x, 10 ** power)
        parts.append(f'<line class="grid" x1="{plot}" x2="{left + width - 14}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(text(plot - 6, y + 4, short(10 ** power), "small", "end"))
    for x in sorted({x for x, _ in points}):
        parts.append(text(place(x, 10 ** low_y)[0], top + 28 + height + 16, short(x), "small", "middle"))
    for i, (label, line) in enumerate(series):
        path = " ".join("%.1f,%.1f" % place(x, y) for x, y in line)
        parts.append(f'<polyline class="line s{i}" points="{path}"/>')
        y = top + 28 + height + 36 + i * 16
        parts.append(f'<line class="line s{i}" x1="{plot}" x2="{plot + 18}" y1="{y - 4}" y2="{y - 4}"/>')
        parts.append(text(plot + 24, y, label, "small"))
    return parts


def draw(bar_charts, line_charts):
    """\
    bar_charts: (title, [(label, value, whether it is ours)])
    line_charts: (what the x axis counts, [(label, [(x, nanoseconds)])]), two a row
    """
    parts, y = [], 0
    for title, bars in bar_charts:
        drawn, height = bar_panel(y, title, bars)
        parts += drawn
        y += height
    half, plot_height = WIDTH / 2, 150
    for row in range(0, len(line_charts), 2):
        pair = line_charts[row:row + 2]
        for column, (title, series) in enumerate(pair):
            parts += line_panel(column * half, y, half, plot_height, f"nanoseconds, by {title}", series)
        y += plot_height + 60 + 16 * max(len(series) for _, series in pair)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:.0f}" width="{WIDTH}" role="img">\n'
            f"<title>What enforcing a contract costs</title>\n<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n")
