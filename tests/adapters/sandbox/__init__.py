"""The sandboxed worker on real files: text layer quality, geometry and resource limits."""
