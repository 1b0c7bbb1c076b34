"""An Answer as Discord's components: the same data as on the terminal, another face."""
