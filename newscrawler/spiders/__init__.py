"""One file per media room; README.md in this folder says how to add one."""
