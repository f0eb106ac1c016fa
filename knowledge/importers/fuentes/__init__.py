"""Make the bundled content from the collected sources. A maintainer's command, repeatable, never needed at run time."""
