"""Charts, drawn as SVG by the server.

They need no script, take their colours from the page's theme (or from the reader, in forced colours), are mirrored by
the style sheet where one reads from right to left, and print. Each stands with a sentence and its numbers as a table.
"""

from frame.charts.columns import columns, heatmap, lines
from frame.charts.picture import Chart
from frame.charts.rows import bars, dumbbells, ranges, strips

__all__ = ["Chart", "bars", "columns", "dumbbells", "heatmap", "lines", "ranges", "strips"]
