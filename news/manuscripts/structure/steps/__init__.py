"""The steps from lines to parts, one module each; their order is in `structure.pipeline`."""
