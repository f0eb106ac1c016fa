"""The only package that speaks HTTP: channels, web chat, panel, public pages, command line. It wires the rest."""
