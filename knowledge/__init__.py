"""What the city knows: tables of the domain, reads and writes, bundled content, calendar, sealing, migrations."""
