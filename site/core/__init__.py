"""The shared kernel: what every room stands on. Imports no sibling."""
