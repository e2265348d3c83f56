"""Block prints that stand in for photographs in the demo: drawn as SVG, rendered by Chromium, captioned in the file."""
