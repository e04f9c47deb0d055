"""The desktop: clipboard, browser, programs of others."""
